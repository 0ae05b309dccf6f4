"""What Rasa is given of a resident's message: text and metadata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.reading.signals import LOCATION, PHOTO, VIDEO, VOICE
from connectors.cleaning import NOTHING, clean
from connectors.inbound import Inbound
from store.inbox import Work
from store.vault import Vault

LABEL_CHARS = 100
_MARKERS = {"image": PHOTO, "voice": VOICE, "video": VIDEO, "location": LOCATION}


@dataclass(frozen=True)
class TurnMessage:
    """One message as Rasa gets it."""

    text: str
    metadata: dict[str, Any]


def make_turn_message(work: Work, message: Inbound, media: Sequence[str], vault: Vault) -> TurnMessage:
    """Clean the words, or write a marker in their place, and gather the metadata.

    Args:
        work: the inbox row.
        message: as it was received.
        media: SHA-256 of its files.
        vault: seals the phone number that was in the words.
    """
    is_marked = message.form in _MARKERS and (message.form == "location" or not message.text.strip())
    words = clean("" if is_marked else message.text)
    location = None
    if message.location is not None:
        label = clean(message.text).text[:LABEL_CHARS] if message.text.strip() else ""
        location = {"lng": message.location[0], "lat": message.location[1], "label": "" if label == NOTHING else label}
    metadata = {
        "resident_id": work.resident_id,
        "conversation_id": work.conversation_id,
        "channel": f"{message.channel}:{message.account}",
        "account": message.account,
        "message_id": str(work.inbox_id),
        "contact": vault.seal(words.phone),
        "media": list(media),
        "location": location,
        "scene": work.scene,
        "full_text": words.full_text,
    }
    return TurnMessage(_MARKERS[message.form] if is_marked else words.text, metadata)
