"""What pages, exports and the bot read: plain dictionaries, never rows that could be written back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.kinds import Kind
from store import tables as t


def area_names(connection: Connection, code: str | None) -> dict[str, str]:
    """Names by level of an area and all above it, e.g. {"grid": …, "community": …, "street": …, "district": …}."""
    names: dict[str, str] = {}
    while code:
        row = connection.execute(sa.select(t.areas).where(t.areas.c.code == code)).first()
        if row is None:
            break
        names[row.level] = row.name
        code = row.parent
    return names


def export_tickets(connection: Connection, number: str | None = None) -> Iterator[dict[str, Any]]:
    """One dictionary per ticket, oldest first, as ``jiesu export tickets --json`` prints it."""
    query = (
        sa.select(
            t.tickets,
            t.categories.c.name.label("category_name"),
            t.departments.c.name.label("department_name"),
        )
        .outerjoin(t.categories, t.categories.c.code == t.tickets.c.category)
        .outerjoin(t.departments, t.departments.c.code == t.tickets.c.department)
        .order_by(t.tickets.c.created_at, t.tickets.c.number)
    )
    if number is not None:
        query = query.where(t.tickets.c.number == number)
    names: dict[str | None, dict[str, str]] = {}
    for row in connection.execute(query).all():
        if row.grid not in names:
            names[row.grid] = area_names(connection, row.grid)
        area = names[row.grid]
        yield {
            "number": row.number,
            "kind": row.kind,
            "kind_name": Kind(row.kind).label,
            "category": row.category,
            "category_name": row.category_name,
            "urgency": row.urgency,
            "place": row.place,
            "grid": row.grid,
            "grid_name": area.get("grid"),
            "street_name": area.get("street"),
            "department_name": row.department_name,
            "state": row.state,
            "due_at": row.due_at.isoformat(),
            "channel": row.channel,
            "anonymous": row.anonymous,
            "attachments": connection.execute(
                sa.select(sa.func.count()).select_from(t.attachments).where(t.attachments.c.ticket == row.number)
            ).scalar_one(),
            "created_at": row.created_at.isoformat(),
            "events": ticket_events(connection, row.number),
        }


def ticket_events(connection: Connection, number: str) -> list[dict[str, Any]]:
    """The history of a ticket, oldest first."""
    query = sa.select(t.ticket_events).where(t.ticket_events.c.ticket == number).order_by(t.ticket_events.c.id)
    return [{"name": r.name, "at": r.at.isoformat(), "actor_role": r.actor_role} for r in connection.execute(query)]


def faq(connection: Connection) -> list[dict[str, Any]]:
    """All answers in the order of their files."""
    query = sa.select(t.faq_entries).order_by(t.faq_entries.c.position)
    return [dict(r.data) for r in connection.execute(query)]


def place_rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Rows of the gazetteer by source (roads, estates, …)."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for r in connection.execute(sa.select(t.place_rows).order_by(t.place_rows.c.id)):
        rows.setdefault(r.source, []).append(dict(r.data))
    return rows


def areas(connection: Connection) -> list[dict[str, Any]]:
    """All areas with their geometry, parents before children."""
    query = sa.select(t.areas).order_by(sa.func.length(t.areas.c.code), t.areas.c.code)
    return [dict(r._mapping) for r in connection.execute(query)]


def data_version(connection: Connection, name: str) -> str:
    """Digest of what was imported last under this name; empty when nothing was."""
    query = sa.select(t.data_versions.c.digest).where(t.data_versions.c.name == name)
    return str(connection.execute(query).scalar() or "")


def counts(connection: Connection) -> dict[str, int]:
    """How much there is of what, for ``jiesu doctor`` and /health."""
    return {
        table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in (t.areas, t.departments, t.categories, t.faq_entries, t.tickets, t.conversations)
    }
