"""The district's data as rows that ``store.importing`` takes back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store import views


def rows(connection: Connection, what: str) -> list[dict[str, Any]]:
    """Rows of departments, faq, grids, taxonomy or users.

    Raises:
        KeyError: none of these.
    """
    if what == "faq":
        return [{k: v for k, v in entry.items() if v not in ("", [])} for entry in views.faq(connection)]
    if what == "grids":
        return views.areas(connection)
    table, leave_out = {
        "departments": (t.departments, set()),
        "taxonomy": (t.categories, {"position"}),
        "users": (t.users, {"is_active"}),
    }[what]
    columns = [c for c in table.columns if c.name not in leave_out]
    order = t.categories.c.position if what == "taxonomy" else next(iter(table.primary_key))
    query = sa.select(*columns).order_by(order)
    if what == "users":
        query = query.where(t.users.c.is_active)
    found = [dict(row._mapping) for row in connection.execute(query)]
    return [{k: "" if v is None else v for k, v in row.items()} for row in found]


def as_geojson(areas: list[dict[str, Any]]) -> dict[str, Any]:
    """A FeatureCollection in the shape of ``areas.geojson``."""
    features = []
    for area in areas:
        properties = {k: area[k] for k in ("code", "name", "level", "kind", "aliases", "within") if area[k]}
        properties["parent"] = area["parent"] or ""
        features.append({"type": "Feature", "properties": properties, "geometry": area["geometry"]})
    return {"type": "FeatureCollection", "features": features}
