"""The use cases: what happens when a command arrives. One method per command, one transaction each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from bot.domain import commands as c
from bot.domain.deadlines import Calendar, Deadline
from bot.domain.district import Category, Route, route
from bot.domain.errors import (
    IllegalMove,
    InvalidReport,
    StaleTicket,
    TicketNotFound,
    UnknownCategory,
    UnknownDepartment,
)
from bot.domain.events import FILED, Actor
from bot.domain.kinds import Urgency, more_urgent
from bot.domain.states import Role
from bot.domain.ticket import MAX_DESCRIPTION, Ticket
from bot.intake.ports import Clock, UnitOfWork

Result = TypeVar("Result")
NOTICES = {"resolve": "resolved"}
"""Moves that a resident is told of, and the text's name in data/notices.yml."""
DEFAULT_DEADLINE = Deadline(5, "working_days")
"""For matters whose category an operator still has to decide. Source: dispatch rules of provincial hotlines."""
CRITICAL_DEADLINE = Deadline(30, "minutes")
"""For 特急 tickets, whatever their category."""
TRIES = 3
"""How often a command is tried when somebody else changes the same ticket meanwhile."""


class Intake:
    """Carries out commands."""

    def __init__(self, open_uow: Callable[[], UnitOfWork], clock: Clock, calendar: Calendar) -> None:
        """Args: open_uow: makes a unit of work. clock: tells UTC. calendar: knows workdays."""
        self._open, self._clock, self._calendar = open_uow, clock, calendar

    def file_report(self, command: c.FileReport) -> Ticket:
        """Make a ticket; the same request key gives the same ticket.

        Raises:
            InvalidReport, UnknownCategory, UnknownPlace.
        """
        if not command.request_key:
            raise InvalidReport("request_key: empty")
        if not command.description.strip() and not command.attachments:
            raise InvalidReport("description: empty")
        return self._try(lambda uow, now: self._file(uow, now, command))

    def _file(self, uow: UnitOfWork, now: datetime, command: c.FileReport) -> Ticket:
        known = uow.tickets.by_request(command.request_key)
        if known is not None:
            return known
        category = self._category(uow, command.category)
        where = self._route(uow, category, command.grid)
        urgency = more_urgent(command.urgency, category.urgency) if category else command.urgency
        ticket = Ticket(
            number=uow.tickets.next_number(now),
            request_key=command.request_key,
            kind=command.kind,
            category=command.category,
            description=command.description[:MAX_DESCRIPTION],
            urgency=urgency,
            place=command.place,
            grid=command.grid,
            department=where.department,
            channel=command.channel,
            resident_id=command.resident_id,
            created_at=now,
            due_at=self._due(category, now, urgency),
            occurred=command.occurred,
            contact="" if command.anonymous else command.contact,
            anonymous=command.anonymous,
            routing_reason=where.reason,
            longitude=command.longitude,
            latitude=command.latitude,
        )
        ticket.record(
            FILED,
            now,
            command.actor,
            kind=ticket.kind.value,
            category=ticket.category,
            grid=ticket.grid,
            department=ticket.department,
            urgency=ticket.urgency.value,
        )
        uow.tickets.add(ticket)
        uow.publish(FILED, ticket.number, {"number": ticket.number, "department": ticket.department}, now)
        uow.flush()
        self._attach(uow, ticket, command.attachments, now, command.actor)
        return ticket

    def supplement(self, command: c.SupplementTicket) -> Ticket:
        """Add words, contact, place or files; the same request adds once.

        Raises:
            TicketNotFound, IllegalMove, InvalidReport.
        """
        if not (command.text or command.contact or command.place or command.attachments or command.anonymous):
            raise InvalidReport("supplement: nothing to add")

        def act(uow: UnitOfWork, now: datetime) -> Ticket:
            ticket = self._own(uow, command.number, command.actor)
            if command.request_key and not uow.first_time(f"supplement:{command.request_key}", now):
                return ticket
            if command.text:
                ticket.supplement(command.text, now, command.actor)
            if command.anonymous and not ticket.anonymous:
                ticket.anonymous, ticket.contact = True, ""
                ticket.record("ticket.made_anonymous", now, command.actor)
            if command.contact and not ticket.anonymous:
                ticket.contact = command.contact
                ticket.record("ticket.contact_given", now, command.actor)
            if command.place is not None:
                self._correct(uow, ticket, now, command.actor, place=command.place, grid=command.grid)
            self._attach(uow, ticket, command.attachments, now, command.actor)
            return ticket

        return self._try(act)

    def correct(self, command: c.CorrectTicket) -> Ticket:
        """Change kind, category or place; department and deadline follow.

        Raises:
            TicketNotFound, IllegalMove, UnknownCategory, UnknownPlace.
        """

        def act(uow: UnitOfWork, now: datetime) -> Ticket:
            ticket = self._own(uow, command.number, command.actor)
            self._correct(
                uow,
                ticket,
                now,
                command.actor,
                kind=command.kind,
                category=command.category,
                place=command.place,
                grid=command.grid,
            )
            return ticket

        return self._try(act)

    def urge(self, command: c.UrgeTicket) -> Ticket:
        """Count a push. Raises: TicketNotFound, IllegalMove."""

        def act(uow: UnitOfWork, now: datetime) -> Ticket:
            ticket = self._own(uow, command.number, command.actor)
            ticket.urge(now, command.actor)
            uow.publish("ticket.urged", ticket.number, {"number": ticket.number, "times": ticket.urged}, now)
            return ticket

        return self._try(act)

    def rate(self, command: c.RateTicket) -> Ticket:
        """Take the verdict; dissatisfied reopens. Raises: TicketNotFound, IllegalMove, InvalidReport."""
        if command.stars is not None and not 1 <= command.stars <= 5:
            raise InvalidReport("stars: not between 1 and 5")

        def act(uow: UnitOfWork, now: datetime) -> Ticket:
            ticket = self._own(uow, command.number, command.actor)
            ticket.rate(command.satisfied, command.stars, now, command.actor)
            uow.rate(ticket.number, command.satisfied, command.stars, command.comment, now)
            uow.publish("ticket.rated", ticket.number, {"number": ticket.number, "satisfied": command.satisfied}, now)
            if not command.satisfied:
                ticket.due_at = self._due(self._category(uow, ticket.category), now)
            return ticket

        return self._try(act)

    def move(self, command: c.MoveTicket) -> Ticket:
        """Make a move of the state table; a resolved ticket asks its resident for a rating.

        Raises:
            TicketNotFound, IllegalMove, NotAllowed, InvalidReport, UnknownDepartment.
        """

        def act(uow: UnitOfWork, now: datetime) -> Ticket:
            ticket = self._own(uow, command.number, command.actor)
            if command.department is not None and command.department not in uow.district.departments():
                raise UnknownDepartment(f"department: no department has the code {command.department!r}")
            ticket.move(command.move, now, command.actor, command.reason, command.department)
            uow.note(ticket.number, command.move, command.reason, now)
            uow.publish(
                f"ticket.{command.move}", ticket.number, {"number": ticket.number, "state": ticket.state.value}, now
            )
            conversation = uow.conversation_of(ticket.resident_id)
            if conversation and command.actor.role is not Role.RESIDENT and command.move in NOTICES:
                category = self._category(uow, ticket.category)
                body = {
                    "notice": NOTICES[command.move],
                    "number": ticket.number,
                    "matter": category.name if category else ticket.kind.label,
                    "department": uow.district.departments()[ticket.department].name,
                }
                uow.notify(conversation, body, now)
            return ticket

        return self._try(act)

    def ask_for_human(self, command: c.AskForHuman) -> None:
        """Mark the conversation as waiting for an operator. Raises: ConversationNotFound."""

        def act(uow: UnitOfWork, now: datetime) -> None:
            conversation = uow.conversations.get(command.conversation_id)
            if conversation.owner == "bot":
                uow.conversations.set_owner(conversation.id, "waiting", command.reason, now)
                uow.publish("conversation.waiting", conversation.id, {"reason": command.reason}, now)

        self._try(act)

    def hand_back(self, command: c.HandBack) -> None:
        """Give the conversation back to the bot. Raises: ConversationNotFound."""

        def act(uow: UnitOfWork, now: datetime) -> None:
            conversation = uow.conversations.get(command.conversation_id)
            if conversation.owner != "bot":
                uow.conversations.set_owner(conversation.id, "bot", "", now)
                uow.notify(conversation.id, {"notice": "handed_back"}, now)

        self._try(act)

    def tickets_of(self, resident_id: str, limit: int = 10) -> list[Ticket]:
        """The resident's tickets, newest first."""
        with self._open() as uow:
            return list(uow.tickets.of_resident(resident_id, limit)) if resident_id else []

    def _try(self, act: Callable[[UnitOfWork, datetime], Result]) -> Result:
        for left in range(TRIES - 1, -1, -1):
            try:
                with self._open() as uow:
                    result = act(uow, self._clock())
                    uow.commit()
                    return result
            except StaleTicket:
                if not left:
                    raise
        raise AssertionError("unreachable")

    def _own(self, uow: UnitOfWork, number: str, actor: Actor) -> Ticket:
        ticket = uow.tickets.get(number)
        if actor.role is Role.RESIDENT and ticket.resident_id != actor.id:
            raise TicketNotFound(f"no ticket {number}")
        return ticket

    def _category(self, uow: UnitOfWork, code: str | None) -> Category | None:
        if code is None:
            return None
        category = uow.district.categories().get(code)
        if category is None:
            raise UnknownCategory(f"category: no category has the code {code!r}")
        return category

    def _route(self, uow: UnitOfWork, category: Category | None, grid: str | None) -> Route:
        return route(category, uow.district.street_of(grid), uow.district.departments())

    def _due(self, category: Category | None, now: datetime, urgency: Urgency = Urgency.NORMAL) -> datetime:
        deadline = category.deadline if category else DEFAULT_DEADLINE
        due = deadline.due(now, self._calendar)
        return min(due, CRITICAL_DEADLINE.due(now, self._calendar)) if urgency is Urgency.CRITICAL else due

    def _correct(self, uow: UnitOfWork, ticket: Ticket, now: datetime, actor: Actor, **changes: Any) -> None:
        category = self._category(uow, changes.get("category") or ticket.category)
        grid = changes.get("grid") if changes.get("place") is not None else ticket.grid
        where = self._route(uow, category, grid)
        if actor.role is Role.RESIDENT and ticket.state.value not in {"registered", "accepted"}:
            raise IllegalMove("a ticket that is being handled is corrected by an operator")
        ticket.correct(
            now,
            actor,
            **changes,
            department=where.department,
            routing_reason=where.reason,
            due_at=self._due(category, ticket.created_at) if changes.get("category") else None,
        )

    def _attach(self, uow: UnitOfWork, ticket: Ticket, files: tuple[str, ...], now: datetime, actor: Actor) -> None:
        for digest in files:
            media_type = uow.attachments.attach(digest, ticket.number)
            if media_type:
                ticket.attach(media_type, now, actor)
