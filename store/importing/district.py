"""Grids with their gazetteer, departments, taxonomy and users."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from shapely.errors import ShapelyError
from shapely.geometry import shape
from sqlalchemy.engine import Connection

from bot.data_files import read_csv, read_json
from bot.domain.deadlines import UNITS
from bot.domain.district import STREET_OFFICE
from bot.domain.errors import BadData
from bot.domain.kinds import Urgency
from bot.domain.states import Role
from store import tables as t
from store.importing.merging import merge_rows, note_version

LEVELS = ("district", "street", "community", "grid")
GAZETTEER = {
    "roads": ("road", "aliases", "side", "from_no", "to_no", "grid_code"),
    "intersections": ("road_a", "road_b", "grid_code", "lng", "lat"),
    "estates": ("estate", "aliases", "community_code", "grid_code", "buildings", "road", "road_no"),
    "villages": ("village", "group_from", "group_to", "grid_code", "aliases"),
    "pois": ("poi", "aliases", "type", "grid_code", "lng", "lat"),
    "outside": ("name", "level", "parent", "aliases"),
}
"""CSV files beside ``areas.geojson`` and their columns; aliases are written a|b."""
_BOUNDS = {"lng": (-180.0, 180.0), "lat": (-90.0, 90.0), "from_no": (0, 99_999), "to_no": (0, 99_999)}
_BOUNDS |= {"group_from": (0, 999), "group_to": (0, 999)}
_OPTIONAL = {"aliases", "buildings", "road", "road_no", "parent", "community_code"}


def import_grids(connection: Connection, path: Path) -> dict[str, int]:
    """Areas and gazetteer from a folder, or one file of it by its name.

    Raises:
        BadData: anything in a file that cannot be taken.
    """
    counts: dict[str, int] = {}
    if path.is_dir():
        files = [path / "areas.geojson", path / "grid_workers.csv", *(path / f"{name}.csv" for name in GAZETTEER)]
        if not files[0].is_file():
            raise BadData(str(path), 1, "areas.geojson", "this file is missing")
        for file in files:
            if file.is_file():
                counts |= _import_grid_file(connection, file)
    else:
        counts = _import_grid_file(connection, path)
    note_version(connection, "grids", _snapshot(connection))
    return counts


def _import_grid_file(connection: Connection, path: Path) -> dict[str, int]:
    if path.suffix in {".geojson", ".json"}:
        return {"areas": _import_areas(connection, path)}
    if path.name == "grid_workers.csv":
        return {"grid_workers": _import_workers(connection, path)}
    if path.stem in GAZETTEER:
        return {path.stem: _import_gazetteer(connection, path)}
    known = "areas.geojson, grid_workers.csv, " + ", ".join(f"{n}.csv" for n in GAZETTEER)
    raise BadData(str(path), 1, "file", f"not a file that holds grids; known: {known}")


def _import_areas(connection: Connection, path: Path) -> int:
    features = read_json(path)
    if not isinstance(features, dict) or not isinstance(features.get("features"), list):
        raise BadData(str(path), 1, "features", "not a GeoJSON FeatureCollection")
    rows: dict[str, dict[str, Any]] = {}
    for index, feature in enumerate(features["features"], 1):
        row = _area(path, index, feature)
        if row["code"] in rows:
            raise BadData(str(path), index, "code", f"{row['code']} occurs twice")
        rows[row["code"]] = row
    for index, row in enumerate(rows.values(), 1):
        if row["level"] != "district" and row["parent"] not in rows:
            raise BadData(str(path), index, "parent", f"no area has the code {row['parent']!r}")
    ordered = sorted(rows.values(), key=lambda r: LEVELS.index(r["level"]))
    merge_rows(connection, t.areas, ordered, "code", path)
    return len(ordered)


def _area(path: Path, index: int, feature: Any) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise BadData(str(path), index, "properties", f"feature {index} has none")
    for field in ("code", "name"):
        if not isinstance(properties.get(field), str) or not properties[field].strip():
            raise BadData(str(path), index, field, f"feature {index}: empty or not text")
    if properties.get("level") not in LEVELS:
        raise BadData(str(path), index, "level", f"feature {index}: not one of {', '.join(LEVELS)}")
    aliases = properties.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(a, str) for a in aliases):
        raise BadData(str(path), index, "aliases", f"feature {index}: not a list of texts")
    within = properties.get("within", [])
    if not isinstance(within, list) or not all(isinstance(name, str) for name in within):
        raise BadData(str(path), index, "within", f"feature {index}: not a list of texts")
    geometry = feature.get("geometry")
    if geometry is not None or properties["level"] == "grid":
        try:
            polygon = shape(geometry)
            if polygon.geom_type not in {"Polygon", "MultiPolygon"} or not polygon.is_valid or polygon.is_empty:
                raise BadData(str(path), index, "geometry", f"feature {index}: not a valid polygon")
        except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise BadData(str(path), index, "geometry", f"feature {index}: not a polygon") from error
    return {
        "code": properties["code"],
        "name": properties["name"],
        "level": properties["level"],
        "parent": properties.get("parent") or None,
        "kind": str(properties.get("kind") or ""),
        "aliases": aliases,
        "within": within,
        "geometry": geometry,
    }


def _import_workers(connection: Connection, path: Path) -> int:
    grids = _codes(connection, "grid")
    lines = list(read_csv(path, ("grid_code", "worker_id", "name", "phone")))
    for line in lines:
        code = line.text("grid_code")
        if code not in grids:
            raise line.bad("grid_code", f"no grid has the code {code!r}")
        connection.execute(
            sa.update(t.areas)
            .where(t.areas.c.code == code)
            .values(worker_name=line.text("name", limit=40), worker_phone=line.text("phone", required=False, limit=40))
        )
    return len(lines)


def _import_gazetteer(connection: Connection, path: Path) -> int:
    columns = GAZETTEER[path.stem]
    grids = _codes(connection, "grid")
    rows = []
    for line in read_csv(path, columns):
        data: dict[str, Any] = {}
        for column in columns:
            if column == "aliases":
                data[column] = line.many(column)
            elif column in _BOUNDS:
                value = line.number_of(column, *_BOUNDS[column])
                data[column] = value if column in {"lng", "lat"} else int(value)
            elif column == "side":
                data[column] = line.one_of(column, ("odd", "even", "all"))
            else:
                data[column] = line.text(column, required=column not in _OPTIONAL)
        if "grid_code" in data and data["grid_code"] not in grids:
            raise line.bad("grid_code", f"no grid has the code {data['grid_code']!r}")
        for low, high in (("from_no", "to_no"), ("group_from", "group_to")):
            if low in data and data[low] > data[high]:
                raise line.bad(high, f"smaller than {low}")
        rows.append({"source": path.stem, "data": data})
    connection.execute(sa.delete(t.place_rows).where(t.place_rows.c.source == path.stem))
    connection.execute(sa.insert(t.place_rows), rows)
    return len(rows)


def import_departments(connection: Connection, path: Path) -> dict[str, int]:
    """Departments from ``code,name,short_name,area_code,phone,duties``. Raises: BadData."""
    rows = [
        {
            "code": line.text("code", limit=40),
            "name": line.text("name", limit=80),
            "short_name": line.text("short_name", limit=40),
            "area_code": line.text("area_code", required=False, limit=20),
            "phone": line.text("phone", required=False, limit=40),
            "duties": line.text("duties", required=False),
        }
        for line in read_csv(path, ("code", "name", "short_name", "area_code", "phone", "duties"))
    ]
    _refuse_doubles(path, [r["code"] for r in rows])
    merge_rows(connection, t.departments, rows, "code", path)
    note_version(connection, "departments", rows)
    return {"departments": len(rows)}


def import_taxonomy(connection: Connection, path: Path) -> dict[str, int]:
    """Categories with department, urgency and deadline. Departments come first. Raises: BadData."""
    columns = tuple(c.name for c in t.categories.columns if c.name != "position")
    departments = set(connection.execute(sa.select(t.departments.c.code)).scalars()) | {STREET_OFFICE}
    rows: list[dict[str, Any]] = []
    for line in read_csv(path, columns):
        row: dict[str, Any] = {c: line.text(c, limit=80) for c in columns if c not in {"deadline", "portal7"}}
        row["portal7"] = line.text("portal7", required=False, limit=20)
        row["department"] = line.one_of("department", departments)
        row["urgency"] = line.one_of("urgency", [u.value for u in Urgency])
        row["place"] = line.one_of("place", ("required", "optional"))
        row["unit"] = line.one_of("unit", UNITS)
        row["deadline"] = int(line.number_of("deadline", 1, 100_000))
        rows.append({**row, "position": len(rows)})
    _refuse_doubles(path, [r["code"] for r in rows])
    merge_rows(connection, t.categories, rows, "code", path)
    note_version(connection, "taxonomy", rows)
    return {"categories": len(rows)}


def import_users(connection: Connection, path: Path) -> dict[str, int]:
    """Staff from ``login,name,role,department,grid``; who is not in the file becomes inactive. Raises: BadData."""
    departments = set(connection.execute(sa.select(t.departments.c.code)).scalars())
    grids = _codes(connection, "grid")
    roles = [r.value for r in Role if r not in {Role.RESIDENT, Role.SYSTEM}]
    rows: list[dict[str, Any]] = []
    for line in read_csv(path, ("login", "name", "role", "department", "grid")):
        department = line.text("department", required=False) or None
        grid = line.text("grid", required=False) or None
        if department and department not in departments:
            raise line.bad("department", f"no department has the code {department!r}")
        if grid and grid not in grids:
            raise line.bad("grid", f"no grid has the code {grid!r}")
        rows.append(
            {
                "login": line.text("login", limit=60),
                "name": line.text("name", limit=60),
                "role": line.one_of("role", roles),
                "department": department,
                "grid": grid,
                "is_active": True,
            }
        )
    _refuse_doubles(path, [r["login"] for r in rows])
    connection.execute(sa.update(t.users).values(is_active=False))
    merge_rows(connection, t.users, rows, "login", path, replace=False)
    note_version(connection, "users", rows)
    return {"users": len(rows)}


def _codes(connection: Connection, level: str) -> set[str]:
    return set(connection.execute(sa.select(t.areas.c.code).where(t.areas.c.level == level)).scalars())


def _refuse_doubles(path: Path, codes: list[str]) -> None:
    seen: set[str] = set()
    for number, code in enumerate(codes, 2):
        if code in seen:
            raise BadData(str(path), number, "code", f"{code!r} occurs twice")
        seen.add(code)


def _snapshot(connection: Connection) -> Any:
    area_rows = connection.execute(sa.select(t.areas.c.code, t.areas.c.name, t.areas.c.aliases).order_by("code")).all()
    place_rows = connection.execute(
        sa.select(t.place_rows.c.source, t.place_rows.c.data).order_by(t.place_rows.c.source, t.place_rows.c.id)
    ).all()
    geometry = connection.execute(sa.select(t.areas.c.geometry).order_by(t.areas.c.code)).all()
    return [[list(r) for r in part] for part in (area_rows, place_rows, geometry)]
