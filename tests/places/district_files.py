"""Reads the demo district's files into the rows that a gazetteer is built from."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from bot.places import Area, Crossing, EstatePart, Gazetteer, PlaceEntry, Poi, Region, RoadRange, VillagePart

DISTRICT = Path(__file__).resolve().parents[2] / "data" / "district"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one CSV file."""
    with (DISTRICT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values."""
    return tuple(part for part in text.split("|") if part)


def read_areas() -> tuple[list[Area], dict[str, dict[str, object]], tuple[str, ...]]:
    """The areas, the shapes of the grids, and the regions that the district lies in."""
    areas, shapes, within = [], {}, ()
    for feature in json.loads((DISTRICT / "areas.geojson").read_text(encoding="utf-8"))["features"]:
        of = feature["properties"]
        areas.append(Area(of["code"], of["name"], of["level"], of["parent"], tuple(of["aliases"])))
        within = tuple(of.get("within", within))
        if of["level"] == "grid":
            shapes[of["code"]] = feature["geometry"]
    return areas, shapes, within


def read_entries() -> list[PlaceEntry]:
    """Every row beside the areas."""
    found: list[PlaceEntry] = []
    for r in rows("roads.csv"):
        found.append(
            RoadRange(r["road"], split(r["aliases"]), r["side"], int(r["from_no"]), int(r["to_no"]), r["grid_code"])
        )
    for r in rows("intersections.csv"):
        found.append(Crossing(r["road_a"], r["road_b"], r["grid_code"], float(r["lng"]), float(r["lat"])))
    for r in rows("estates.csv"):
        part = EstatePart(
            r["estate"],
            split(r["aliases"]),
            r["community_code"],
            r["grid_code"],
            r["buildings"],
            r["road"],
            r["road_no"],
        )
        found.append(part)
    for r in rows("villages.csv"):
        found.append(
            VillagePart(r["village"], int(r["group_from"]), int(r["group_to"]), r["grid_code"], split(r["aliases"]))
        )
    for r in rows("pois.csv"):
        found.append(Poi(r["poi"], split(r["aliases"]), r["type"], r["grid_code"], float(r["lng"]), float(r["lat"])))
    for r in rows("outside.csv"):
        found.append(Region(r["name"], r["level"], r["parent"], split(r["aliases"])))
    return found


def load_gazetteer() -> Gazetteer:
    """The gazetteer of the demo district."""
    areas, shapes, within = read_areas()
    return Gazetteer(areas, read_entries(), shapes, within)
