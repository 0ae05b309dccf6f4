"""Tickets and their append-only event log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from bot.domain.deadlines import LOCAL
from bot.domain.errors import StaleTicket, TicketNotFound
from bot.domain.kinds import Kind, Urgency
from bot.domain.states import State
from bot.domain.ticket import Ticket
from store.tables import counters, ticket_events, tickets


class SqlTickets:
    """See ``bot.intake.ports.Tickets``. Loaded tickets are written back by ``flush``."""

    def __init__(self, connection: Connection) -> None:
        """Args: connection: of the open transaction."""
        self._connection = connection
        self._loaded: dict[str, Ticket] = {}
        self._new: list[Ticket] = []

    def add(self, ticket: Ticket) -> None:
        """Keep a new ticket."""
        self._new.append(ticket)

    def get(self, number: str) -> Ticket:
        """Raises: TicketNotFound."""
        return self._one(tickets.c.number == number, number)

    def by_request(self, request_key: str) -> Ticket | None:
        """The ticket that this request made, if any."""
        try:
            return self._one(tickets.c.request_key == request_key, request_key)
        except TicketNotFound:
            return None

    def of_resident(self, resident_id: str, limit: int = 10) -> Sequence[Ticket]:
        """The resident's tickets, newest first."""
        query = (
            sa.select(tickets)
            .where(tickets.c.resident_id == resident_id)
            .order_by(tickets.c.created_at.desc(), tickets.c.number.desc())
            .limit(limit)
        )
        return [self._remember(row) for row in self._connection.execute(query)]

    def next_number(self, at: datetime) -> str:
        """JS + local date + a counter of the day, e.g. JS2611220017; the counter is raised in this transaction."""
        day = f"{at.astimezone(LOCAL):%y%m%d}"
        name = f"ticket:{day}"
        raise_it = sa.update(counters).where(counters.c.name == name).values(value=counters.c.value + 1)
        if not self._connection.execute(raise_it).rowcount:
            savepoint = self._connection.begin_nested()
            try:
                self._connection.execute(sa.insert(counters).values(name=name, value=1))
                savepoint.commit()
            except IntegrityError:
                savepoint.rollback()
                self._connection.execute(raise_it)
        value = self._connection.execute(sa.select(counters.c.value).where(counters.c.name == name)).scalar_one()
        return f"JS{day}{value:04d}"

    def flush(self) -> None:
        """Write new and changed tickets and their new events.

        Raises:
            StaleTicket: another transaction changed one of them.
        """
        for ticket in self._new:
            ticket.version = 1
            try:
                self._connection.execute(sa.insert(tickets).values(**_to_row(ticket)))
            except IntegrityError as error:
                raise StaleTicket(f"{ticket.number}: the same request was filed at the same moment") from error
            self._loaded[ticket.number] = ticket
            self._append_events(ticket)
        self._new.clear()
        for ticket in self._loaded.values():
            if not ticket.history:
                continue
            before = ticket.version
            ticket.version += 1
            done = self._connection.execute(
                sa.update(tickets)
                .where(tickets.c.number == ticket.number, tickets.c.version == before)
                .values(**_to_row(ticket))
            )
            if not done.rowcount:
                raise StaleTicket(f"{ticket.number} was changed by somebody else")
            self._append_events(ticket)

    def _append_events(self, ticket: Ticket) -> None:
        for item in ticket.history:
            self._connection.execute(
                sa.insert(ticket_events).values(
                    ticket=ticket.number,
                    name=item.name,
                    version=item.version,
                    actor_role=item.actor.role.value,
                    actor_id=item.actor.id,
                    at=item.at,
                    payload=item.payload,
                )
            )
        ticket.history.clear()

    def _one(self, condition: Any, asked: str) -> Ticket:
        row = self._connection.execute(sa.select(tickets).where(condition)).first()
        if row is None:
            raise TicketNotFound(f"no ticket {asked}")
        return self._remember(row)

    def _remember(self, row: Row) -> Ticket:
        known = self._loaded.get(row.number)
        if known is None:
            known = self._loaded[row.number] = _from_row(row)
        return known


def _to_row(ticket: Ticket) -> dict[str, Any]:
    row = {column.name: getattr(ticket, column.name, None) for column in tickets.columns}
    row.update(
        kind=ticket.kind.value, urgency=ticket.urgency.value, state=ticket.state.value, contact_sealed=ticket.contact
    )
    return row


def _from_row(row: Row) -> Ticket:
    values = dict(row._mapping)
    values["contact"] = values.pop("contact_sealed")
    values.update(kind=Kind(row.kind), urgency=Urgency(row.urgency), state=State(row.state))
    return Ticket(**values)
