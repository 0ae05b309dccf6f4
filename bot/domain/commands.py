"""What can be asked of the intake. Commands are verbs; each has exactly one handler in ``bot.intake``."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.events import Actor
from bot.domain.kinds import Kind, Urgency


@dataclass(frozen=True)
class FileReport:
    """Make a ticket of what a resident brought."""

    request_key: str
    """Same key, same ticket: a retry never makes a second one."""
    kind: Kind
    category: str | None
    description: str
    urgency: Urgency
    place: str
    grid: str | None
    channel: str
    resident_id: str
    actor: Actor
    occurred: str = ""
    contact: str = ""
    anonymous: bool = False
    longitude: float | None = None
    latitude: float | None = None
    attachments: tuple[str, ...] = ()
    """Content hashes of files already stored."""


@dataclass(frozen=True)
class SupplementTicket:
    """Add a resident's further words, contact, place or files to a ticket."""

    number: str
    actor: Actor
    text: str = ""
    contact: str = ""
    place: str | None = None
    grid: str | None = None
    attachments: tuple[str, ...] = ()
    anonymous: bool = False
    """From now on anonymous; a contact given before is removed."""
    request_key: str = ""
    """Names the message; the same supplement is added once."""


@dataclass(frozen=True)
class CorrectTicket:
    """Change kind, category or place of a ticket."""

    number: str
    actor: Actor
    kind: Kind | None = None
    category: str | None = None
    place: str | None = None
    grid: str | None = None


@dataclass(frozen=True)
class UrgeTicket:
    """催办."""

    number: str
    actor: Actor


@dataclass(frozen=True)
class RateTicket:
    """The resident's verdict on a resolved ticket."""

    number: str
    actor: Actor
    satisfied: bool
    stars: int | None = None
    comment: str = ""


@dataclass(frozen=True)
class MoveTicket:
    """A move of the table in ``bot.domain.states``."""

    number: str
    move: str
    actor: Actor
    reason: str = ""
    department: str | None = None


@dataclass(frozen=True)
class AskForHuman:
    """转人工: from now on the bot is silent in this conversation."""

    conversation_id: str
    reason: str = "asked"


@dataclass(frozen=True)
class HandBack:
    """An operator gives the conversation back to the bot."""

    conversation_id: str
    actor: Actor
