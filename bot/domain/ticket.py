"""The ticket (事件): what was brought, where it is, who must act until when, and all that has happened to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain import events
from bot.domain.errors import IllegalMove, InvalidReport
from bot.domain.events import Actor, TicketEvent
from bot.domain.kinds import Kind, Urgency
from bot.domain.states import State, check_move

MAX_DESCRIPTION = 20_000
"""Characters kept of a resident's words in one ticket."""


@dataclass(eq=False)
class Ticket:
    """One matter of one resident. Change it through its methods only: they keep the history."""

    number: str
    """The public number a resident can quote."""
    request_key: str
    """Names the request that made it; a second request with the same key is the same ticket."""
    kind: Kind
    category: str | None
    """Leaf of the taxonomy, or None while an operator still has to decide."""
    description: str
    """The resident's own words with personal numbers masked."""
    urgency: Urgency
    place: str
    """The place in words; empty when unknown."""
    grid: str | None
    """Code of the grid, or None."""
    department: str
    """Code of the department that must act."""
    channel: str
    """Channel and account it came through, e.g. wechat:demo."""
    resident_id: str
    """Keyed hash of the resident; empty for a call registered without one."""
    created_at: datetime
    due_at: datetime
    occurred: str = ""
    """When it happened, in the resident's words."""
    contact: str = ""
    """Sealed contact (ciphertext), or empty."""
    anonymous: bool = False
    """Whether the resident asked not to be named."""
    routing_reason: str = ""
    """Why this department."""
    longitude: float | None = None
    """WGS-84, degrees."""
    latitude: float | None = None
    """WGS-84, degrees."""
    state: State = State.REGISTERED
    urged: int = 0
    """How often the resident pushed."""
    satisfied: bool | None = None
    """The resident's last rating, None before it."""
    resolved_at: datetime | None = None
    history: list[TicketEvent] = field(default_factory=list)
    """New events of this unit of work, oldest first; the repository appends them to the log."""
    version: int = 0
    """Optimistic lock; raised by the store on every change."""

    def record(self, name: str, at: datetime, actor: Actor, **payload: Any) -> None:
        """Append one event to the history."""
        self.history.append(TicketEvent(name, at, actor, {k: v for k, v in payload.items() if v is not None}))

    def move(
        self, name: str, at: datetime, actor: Actor, reason: str | None = None, department: str | None = None
    ) -> None:
        """Make a move of the table in ``bot.domain.states``.

        Raises:
            IllegalMove, NotAllowed, InvalidReport: see ``check_move``; a transfer also needs another department.
        """
        move = check_move(name, self.state, actor.role, reason)
        if name == "transfer" and (not department or department == self.department):
            raise InvalidReport("department: a transfer needs another department")
        before, self.state = self.state, move.target
        if department:
            self.department = department
        if name == "resolve":
            self.resolved_at, self.satisfied = at, None
        if name == "reopen":
            self.resolved_at, self.satisfied = None, None
        self.record(
            move.event,
            at,
            actor,
            before=before.value,
            after=self.state.value,
            department=self.department if name in {"dispatch", "transfer", "reopen"} else None,
            has_reason=bool(reason) or None,
        )

    def supplement(self, text: str, at: datetime, actor: Actor) -> None:
        """Add the resident's further words.

        Raises:
            IllegalMove: the ticket is closed.
        """
        self._must_be_open("supplement")
        self.description = f"{self.description}\n补充：{text}"[:MAX_DESCRIPTION]
        self.record(events.SUPPLEMENTED, at, actor, characters=len(text))

    def attach(self, media_type: str, at: datetime, actor: Actor) -> None:
        """Note that a photo, voice or video was added.

        Raises:
            IllegalMove: the ticket is withdrawn or archived.
        """
        if self.state in {State.WITHDRAWN, State.ARCHIVED}:
            raise IllegalMove(f"attach is not possible from {self.state.value}")
        self.record(events.ATTACHED, at, actor, media_type=media_type)

    def urge(self, at: datetime, actor: Actor) -> None:
        """Count one push by the resident.

        Raises:
            IllegalMove: the ticket is closed.
        """
        self._must_be_open("urge")
        self.urged += 1
        self.record(events.URGED, at, actor, times=self.urged)

    def rate(self, satisfied: bool, stars: int | None, at: datetime, actor: Actor) -> None:
        """Take the resident's rating; dissatisfaction opens the ticket again.

        Raises:
            IllegalMove: the ticket is not resolved.
        """
        if self.state not in {State.RESOLVED, State.ARCHIVED}:
            raise IllegalMove(f"rate is not possible from {self.state.value}")
        self.record(events.RATED, at, actor, satisfied=satisfied, stars=stars)
        if not satisfied:
            self.move("reopen", at, actor)
        self.satisfied = satisfied

    def correct(
        self,
        at: datetime,
        actor: Actor,
        *,
        kind: Kind | None = None,
        category: str | None = None,
        place: str | None = None,
        grid: str | None = None,
        department: str | None = None,
        due_at: datetime | None = None,
        routing_reason: str | None = None,
    ) -> None:
        """Change what was read wrongly; before and after stay in the history.

        Raises:
            IllegalMove: the ticket is closed.
        """
        self._must_be_open("correct")
        payload: dict[str, Any] = {}
        if kind is not None and kind is not self.kind:
            payload["kind"], self.kind = [self.kind.value, kind.value], kind
        if category is not None and category != self.category:
            payload["category"], self.category = [self.category, category], category
        if place is not None:
            if grid != self.grid:
                payload["grid"] = [self.grid, grid]
            payload["place_changed"] = place != self.place
            self.place, self.grid = place, grid
        if department is not None and department != self.department:
            payload["department"], self.department = [self.department, department], department
            self.routing_reason = routing_reason or ""
        if due_at is not None:
            self.due_at = due_at
        self.record(events.CORRECTED, at, actor, **payload)

    def _must_be_open(self, doing: str) -> None:
        if self.state.is_closed:
            raise IllegalMove(f"{doing} is not possible from {self.state.value}")
