"""What the web chat needs of the gateway, and nothing more; tests put fakes here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from connectors.inbound import Inbound


class Turns(Protocol):
    """See ``connectors.turns.Turns``."""

    async def submit(self, message: Inbound) -> int:
        """Store the message before this returns, run its turn, give its inbox id; the same key is one message."""

    async def wait(self, inbox_id: int, seconds: float) -> object:
        """Return when the turn is done or the time is up."""


@dataclass(frozen=True)
class Heard:
    """One message of ours, as the page shows it."""

    seq: int
    """Id of the delivery."""
    kind: str
    """reply, notice or operator."""
    text: str
    quick_replies: tuple[str, ...]
    at: datetime
    """Aware, UTC."""

    def to_json(self) -> dict[str, Any]:
        """As the page reads it."""
        return {
            "from": "service",
            "seq": self.seq,
            "kind": self.kind,
            "text": self.text,
            "quick_replies": list(self.quick_replies),
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True)
class Said:
    """One message of the resident."""

    id: str
    """The page's id of it."""
    form: str
    """text, image or location."""
    text: str
    at: datetime
    """Aware, UTC."""

    def to_json(self) -> dict[str, Any]:
        """As the page reads it."""
        return {"from": "me", "id": self.id, "form": self.form, "text": self.text, "at": self.at.isoformat()}


class Feed(Protocol):
    """Reads a conversation. The methods block."""

    def after(self, conversation_id: str, seq: int) -> list[Heard]:
        """Deliveries with a higher id, lowest first."""

    def newer(self, seq: int) -> list[tuple[int, str]]:
        """Ids, with their conversations, of everybody's deliveries with a higher id, lowest first."""

    def newest(self) -> int:
        """The highest id of all deliveries, 0 when there is none."""

    def latest(self, conversation_id: str, most: int) -> list[Heard | Said]:
        """The last messages of each side, at most so many of one side, oldest first."""

    def shown(self, conversation_id: str, up_to: int, at: datetime) -> None:
        """Note that the browser has everything up to this id: it is delivered."""
