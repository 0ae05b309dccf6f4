"""The life of a ticket as one table: from which states a move may be made, where it leads, who may make it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.domain.errors import IllegalMove, InvalidReport, NotAllowed


class State(str, Enum):
    """Where a ticket stands in the loop."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    RESOLVED = "resolved"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The Chinese name residents and operators read."""
        return {
            "registered": "已登记",
            "accepted": "已受理",
            "dispatched": "已派遣",
            "handling": "处置中",
            "resolved": "已办结",
            "archived": "已归档",
            "withdrawn": "已撤销",
        }[self.value]

    @property
    def is_open(self) -> bool:
        """True while somebody still has to act."""
        return self in OPEN_STATES

    @property
    def is_closed(self) -> bool:
        """True when nobody has to act any more."""
        return not self.is_open


OPEN_STATES = frozenset({State.REGISTERED, State.ACCEPTED, State.DISPATCHED, State.HANDLING})


class Role(str, Enum):
    """Who acts on a ticket."""

    RESIDENT = "resident"
    OPERATOR = "operator"
    DISPATCHER = "dispatcher"
    DEPARTMENT = "department"
    GRID_WORKER = "grid_worker"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    AUDITOR = "auditor"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The Chinese name of the post."""
        return {
            "resident": "居民",
            "operator": "话务员",
            "dispatcher": "派单员",
            "department": "承办单位",
            "grid_worker": "网格员",
            "supervisor": "督办",
            "admin": "管理员",
            "auditor": "审计",
            "system": "系统",
        }[self.value]


_DESK = frozenset({Role.OPERATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN, Role.SYSTEM})
_HANDLERS = frozenset({Role.DEPARTMENT, Role.GRID_WORKER}) | _DESK


@dataclass(frozen=True)
class Move:
    """One row of the table."""

    name: str
    """The word used in commands and in the audit trail."""
    label: str
    """The Chinese name of the move."""
    sources: frozenset[State]
    """States in which the move may be made."""
    target: State
    """The state it leads to."""
    roles: frozenset[Role]
    """Who may make it."""
    event: str
    """Stable name of the event it leaves in the log."""
    needs_reason: bool = False
    """Whether a reason has to be given."""


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move("accept", "受理", frozenset({State.REGISTERED}), State.ACCEPTED, _DESK, "ticket.accepted"),
        Move(
            "dispatch",
            "派遣",
            frozenset({State.REGISTERED, State.ACCEPTED}),
            State.DISPATCHED,
            _DESK,
            "ticket.dispatched",
        ),
        Move("handle", "处置", frozenset({State.DISPATCHED}), State.HANDLING, _HANDLERS, "ticket.handled"),
        Move(
            "resolve",
            "办结",
            frozenset({State.DISPATCHED, State.HANDLING}),
            State.RESOLVED,
            _HANDLERS,
            "ticket.resolved",
        ),
        Move(
            "return",
            "退回",
            frozenset({State.DISPATCHED, State.HANDLING}),
            State.ACCEPTED,
            _HANDLERS,
            "ticket.returned",
            needs_reason=True,
        ),
        Move(
            "transfer",
            "转办",
            frozenset({State.DISPATCHED, State.HANDLING}),
            State.DISPATCHED,
            _HANDLERS,
            "ticket.transferred",
            needs_reason=True,
        ),
        Move(
            "withdraw",
            "撤销",
            OPEN_STATES,
            State.WITHDRAWN,
            _DESK | {Role.RESIDENT},
            "ticket.withdrawn",
        ),
        Move(
            "reopen",
            "重开",
            frozenset({State.RESOLVED, State.ARCHIVED}),
            State.DISPATCHED,
            _DESK | {Role.RESIDENT},
            "ticket.reopened",
        ),
        Move("archive", "归档", frozenset({State.RESOLVED}), State.ARCHIVED, _DESK, "ticket.archived"),
    )
}


def check_move(name: str, state: State, role: Role, reason: str | None) -> Move:
    """The move called ``name``, when it is allowed here and now.

    Raises:
        IllegalMove: no such move, or not from this state.
        NotAllowed: the role may not make it.
        InvalidReport: the move needs a reason and none was given.
    """
    move = MOVES.get(name)
    if move is None:
        raise IllegalMove(f"no move is called {name!r}; moves: {', '.join(MOVES)}")
    if state not in move.sources:
        raise IllegalMove(f"{name} is not possible from {state.value}")
    if role not in move.roles:
        raise NotAllowed(f"{role.value} may not {name}")
    if move.needs_reason and not (reason or "").strip():
        raise InvalidReport(f"reason: {name} needs a reason")
    return move


def moves_from(state: State, role: Role) -> tuple[Move, ...]:
    """The moves that ``role`` may make from ``state``, in table order."""
    return tuple(move for move in MOVES.values() if state in move.sources and role in move.roles)
