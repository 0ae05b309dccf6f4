"""Residents' words made fit for Rasa: no commands, no markers of ours, no personal numbers, not too long."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.text.redaction import find_personal, redact

RASA_CHARS = 2_000
"""Longest text that is handed to Rasa. Own choice: WeChat's own messages are shorter."""
FULL_CHARS = 5_000
"""Longest text that is kept."""
READ_CHARS = 8_000
"""Longest text that is looked at."""
NOTHING = "。"
"""Stands for a message without any words: Rasa drops empty ones."""
_HALF_NUMBER = re.compile(r"[0-9〇零一二三四五六七八九幺\s()（）、，,.·-]+$")
"""What may be the first half of a number that was cut: …电话138."""


@dataclass(frozen=True)
class CleanText:
    """Words that may go to Rasa."""

    text: str
    """At most RASA_CHARS, personal numbers masked; never empty."""
    full_text: str
    """The same up to FULL_CHARS when ``text`` had to be cut, else empty."""
    phone: str
    """The first phone number that was masked, or empty. Personal: seal it."""


def clean(raw: str) -> CleanText:
    """Make a resident's words fit for Rasa.

    Rasa runs a text that begins with a slash as a command, and texts in 〔 〕 are the gateway's own; both are written
    with other characters.
    """
    text = _drop_controls(raw)
    if len(text) > READ_CHARS:
        text = _HALF_NUMBER.sub("", text[:READ_CHARS])
    text = text.replace("〔", "【").replace("〕", "】")
    phone = next((piece.value for piece in find_personal(text) if piece.kind == "phone"), "")
    text = redact(text).strip()
    if text.startswith("/"):
        text = "／" + text[1:]
    full_text = text[:FULL_CHARS] if len(text) > RASA_CHARS else ""
    return CleanText(text[:RASA_CHARS].rstrip() or NOTHING, full_text, phone)


def _drop_controls(text: str) -> str:
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(char for char in unified if char == "\n" or (unicodedata.category(char) not in {"Cc", "Cf", "Cs"}))
