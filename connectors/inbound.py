"""What every channel hands to the gateway: one message of one resident, already verified and parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

Form = Literal["text", "image", "voice", "video", "location", "subscribe", "unsubscribe"]
"""A scanned code of somebody who follows already is a ``subscribe`` with its scene: both are greeted."""


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

    def to_json(self) -> dict[str, Any]:
        """What the inbox keeps, sealed."""
        return {**asdict(self), "received_at": self.received_at.isoformat()}

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Inbound:
        """The message again."""
        location = body["location"]
        return cls(
            **{
                **body,
                "received_at": datetime.fromisoformat(body["received_at"]),
                "media_ids": tuple(body["media_ids"]),
                "files": tuple(body["files"]),
                "location": (float(location[0]), float(location[1])) if location else None,
            }
        )


@dataclass(frozen=True)
class Reply:
    """One message of ours."""

    text: str
    quick_replies: tuple[str, ...] = ()
    """Words a resident can send with one tap, where the channel shows them."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Anything a richer channel may show (a ticket card)."""

    def to_json(self) -> dict[str, Any]:
        """What a delivery keeps, sealed."""
        return {"text": self.text, "quick_replies": list(self.quick_replies), "extra": self.extra}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Reply:
        """The reply again; what is missing or of another type counts as empty."""
        words, extra = body.get("quick_replies"), body.get("extra")
        return cls(
            str(body.get("text") or ""),
            tuple(str(w) for w in words) if isinstance(words, list) else (),
            dict(extra) if isinstance(extra, dict) else {},
        )
