"""Small builders of tickets and actors."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from bot.domain.events import Actor
from bot.domain.kinds import Kind, Urgency
from bot.domain.states import Role, State
from bot.domain.ticket import Ticket

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=timezone.utc)
RESIDENT = Actor(Role.RESIDENT, "r1")
OPERATOR = Actor(Role.OPERATOR, "op1")


def make_ticket(**changes: Any) -> Ticket:
    """A broken lift, registered."""
    values: dict[str, Any] = {
        "number": "JS2603020001",
        "request_key": "k1",
        "kind": Kind.HELP,
        "category": "elevator_fault",
        "description": "电梯坏了",
        "urgency": Urgency.NORMAL,
        "place": "汇中花园3号楼",
        "grid": "g1",
        "department": "market_bureau",
        "channel": "wechat:demo",
        "resident_id": "r1",
        "created_at": NOW,
        "due_at": NOW + timedelta(days=5),
        "state": State.REGISTERED,
    }
    return Ticket(**{**values, **changes})
