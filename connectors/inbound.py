"""What every channel hands to the gateway: one message of one resident, already verified and parsed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Form = Literal["text", "image", "voice", "video", "location", "subscribe", "unsubscribe"]


@dataclass(frozen=True)
class Inbound:
    """One message. Its identity and words are personal: they are sealed before they are stored, never logged."""

    channel: str
    """Family, e.g. wechat, chat."""
    account: str
    """Our name of the account, e.g. demo."""
    identity: str
    """The resident's id on the channel (openid, chat session)."""
    dedupe_key: str
    """Same key, same message, however often it is delivered."""
    form: Form
    received_at: datetime
    """Aware, UTC."""
    text: str = ""
    """Words, a transcript, or the label of a location."""
    media_ids: tuple[str, ...] = ()
    """The platform's ids of files still to be fetched."""
    picture_url: str = ""
    """The platform's address of a picture; followed to the platform's own hosts only."""
    files: tuple[str, ...] = ()
    """SHA-256 of files already stored (web chat)."""
    location: tuple[float, float] | None = None
    """Longitude and latitude, WGS-84 degrees."""
    scene: str = ""
    """Scene of a QR code."""


@dataclass(frozen=True)
class Reply:
    """One message of ours."""

    text: str
    quick_replies: tuple[str, ...] = ()
    """Words a resident can send with one tap, where the channel shows them."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Anything a richer channel may show (a ticket card)."""
