"""What the use cases need of the outside, as Protocols. ``store`` and test fakes provide them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.domain.district import Category, Department
from bot.domain.ticket import Ticket


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Now, aware, UTC."""


@dataclass(frozen=True)
class Conversation:
    """Who owns a conversation: bot, waiting (for an operator) or operator."""

    id: str
    resident_id: str
    owner: str
    reason: str = ""


class Tickets(Protocol):
    """The tickets of the store."""

    def add(self, ticket: Ticket) -> None:
        """Keep a new ticket."""

    def get(self, number: str) -> Ticket:
        """Raises: TicketNotFound."""

    def by_request(self, request_key: str) -> Ticket | None:
        """The ticket that this request made, if any."""

    def of_resident(self, resident_id: str, limit: int = 10) -> Sequence[Ticket]:
        """The resident's tickets, newest first."""

    def next_number(self, at: datetime) -> str:
        """A public number never given before."""


class District(Protocol):
    """Taxonomy, departments and areas."""

    def categories(self) -> dict[str, Category]:
        """By code, in the order of the file."""

    def departments(self) -> dict[str, Department]:
        """By code."""

    def street_of(self, area_code: str | None) -> str:
        """Code of the street an area lies in; empty when unknown.

        Raises:
            UnknownPlace: no area has this code.
        """


class Conversations(Protocol):
    """Who owns which conversation."""

    def get(self, conversation_id: str) -> Conversation:
        """Raises: ConversationNotFound."""

    def set_owner(self, conversation_id: str, owner: str, reason: str, at: datetime) -> None:
        """Raises: ConversationNotFound."""


class Attachments(Protocol):
    """Files sent by residents."""

    def attach(self, sha256: str, ticket: str) -> str | None:
        """Join a stored file to a ticket; gives its media type, None when it was joined before or is unknown."""


class UnitOfWork(Protocol):
    """One transaction: everything or nothing. Rolls back unless ``commit`` was called."""

    @property
    def tickets(self) -> Tickets:
        """Tickets."""

    @property
    def district(self) -> District:
        """The district's data."""

    @property
    def conversations(self) -> Conversations:
        """Conversations."""

    @property
    def attachments(self) -> Attachments:
        """Files."""

    def __enter__(self) -> UnitOfWork:
        """Begin."""

    def __exit__(self, *exc: object) -> None:
        """Roll back what was not committed."""

    def commit(self) -> None:
        """Keep it all. Raises: StaleTicket: somebody else changed a ticket meanwhile."""

    def flush(self) -> None:
        """Write tickets so far, still in the transaction."""

    def note(self, ticket: str, about: str, text: str, at: datetime) -> None:
        """Keep staff's or residents' words (reasons, comments) beside the event log."""

    def rate(self, ticket: str, satisfied: bool, stars: int | None, comment: str, at: datetime) -> None:
        """Keep a rating."""

    def publish(self, topic: str, key: str, payload: dict[str, Any], at: datetime) -> None:
        """Put a message into the outbox, in the same transaction."""

    def notify(self, conversation_id: str, body: dict[str, Any], at: datetime) -> None:
        """Queue a notice for the resident of a conversation, in the same transaction."""

    def first_time(self, key: str, at: datetime) -> bool:
        """True once for each key: guards against doing a request twice."""

    def conversation_of(self, resident_id: str) -> str | None:
        """The conversation a resident can be reached in."""
