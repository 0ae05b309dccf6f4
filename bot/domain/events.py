"""What has happened to a ticket. Events have one stable name, a version and a payload without free text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.states import Role


@dataclass(frozen=True)
class Actor:
    """Who did it: a role and an opaque id (a keyed hash for residents, a login for staff)."""

    role: Role
    id: str = ""


SYSTEM = Actor(Role.SYSTEM, "jiesu")

FILED = "ticket.filed"
SUPPLEMENTED = "ticket.supplemented"
ATTACHED = "ticket.attached"
URGED = "ticket.urged"
RATED = "ticket.rated"
CORRECTED = "ticket.corrected"


@dataclass(frozen=True)
class TicketEvent:
    """One line of a ticket's history."""

    name: str
    """Stable dotted name, past tense."""
    at: datetime
    """Aware, UTC."""
    actor: Actor
    """Who caused it."""
    payload: dict[str, Any] = field(default_factory=dict)
    """Codes and numbers only: never a resident's words."""
    version: int = 1
    """Version of the payload's shape."""
