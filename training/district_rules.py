"""Rules for the files of a district: departments, grids and how many areas there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from bot.data_files import Line, read_csv, read_json
from bot.domain.district import GRID_CENTER, STREET_OFFICE
from bot.domain.errors import BadData
from training.findings import Finding, from_error

AREA_COUNTS = {"district": 1, "street": 7, "community": 105, "grid": 180}
"""Areas of the shipped district by level."""
GRID_FILES = ("roads.csv", "estates.csv", "villages.csv", "pois.csv", "intersections.csv", "grid_workers.csv")
"""Files with a column ``grid_code``."""


def read_rows(path: Path, *columns: str) -> list[Line]:
    """The rows of a CSV file. Raises: BadData: unreadable, or without one of the columns."""
    return list(read_csv(path, columns))


def read_areas(path: Path) -> dict[str, str]:
    """Level by code of the areas in a GeoJSON file.

    Raises:
        BadData: not a collection of areas with code and level, or a code twice.
    """
    content = read_json(path)
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise BadData(str(path), 1, "features", "not a GeoJSON FeatureCollection")
    areas: dict[str, str] = {}
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict) or not {"code", "level"} <= properties.keys():
            raise BadData(str(path), 1, "properties", f"feature {number} has no code or no level")
        if properties["code"] in areas:
            raise BadData(str(path), 1, "code", f"{properties['code']} occurs twice")
        areas[properties["code"]] = properties["level"]
    return areas


def find_repeated_codes(rows: Sequence[Line]) -> list[Finding]:
    """A code that an earlier row has."""
    seen: set[str] = set()
    found = []
    for row in rows:
        code = row.values["code"]
        if code in seen:
            found.append(Finding(row.file, row.number, "code.repeated", f"{code} occurs twice"))
        seen.add(code)
    return found


def find_unknown_departments(taxonomy: Sequence[Line], departments: Collection[str]) -> list[Finding]:
    """A category that no department answers for."""
    return [
        Finding(row.file, row.number, "category.department", f"{row.values['code']}: no department {department!r}")
        for row in taxonomy
        if (department := row.values["department"]) != STREET_OFFICE and department not in departments
    ]


def find_missing_offices(departments: Sequence[Line], areas: Mapping[str, str]) -> list[Finding]:
    """A street without its office, a department in an unknown area, no grid centre."""
    file = departments[0].file if departments else "departments.csv"
    found = [
        Finding(row.file, row.number, "department.area", f"{row.values['code']}: no area {code!r}")
        for row in departments
        if (code := row.values["area_code"]) and code not in areas
    ]
    served = {row.values["area_code"] for row in departments}
    for code, level in areas.items():
        if level == "street" and code not in served:
            found.append(Finding(file, 1, "department.street", f"no department has the street {code}"))
    if GRID_CENTER not in {row.values["code"] for row in departments}:
        found.append(Finding(file, 1, "department.grid_center", f"no department has the code {GRID_CENTER}"))
    return found


def find_unknown_grids(rows: Sequence[Line], areas: Mapping[str, str]) -> list[Finding]:
    """A place in a grid that the district does not have."""
    return [
        Finding(row.file, row.number, "place.grid", f"no grid has the code {row.values['grid_code']!r}")
        for row in rows
        if areas.get(row.values["grid_code"]) != "grid"
    ]


def find_wrong_counts(areas: Mapping[str, str], file: str, expected: Mapping[str, int]) -> list[Finding]:
    """A level with more or fewer areas than the district has."""
    counts = Counter(areas.values())
    return [
        Finding(file, 1, "area.count", f"{counts[level]} areas of level {level}, not {expected.get(level, 0)}")
        for level in sorted(expected.keys() | counts.keys())
        if counts[level] != expected.get(level, 0)
    ]


def check_district(folder: Path, counts: Mapping[str, int] = AREA_COUNTS) -> list[Finding]:
    """All rules of this module on a folder; a file that cannot be read is one finding and its rules are left out."""
    try:
        areas = read_areas(folder / "areas.geojson")
        departments = read_rows(folder / "departments.csv", "code", "area_code")
        taxonomy = read_rows(folder / "taxonomy.csv", "code", "department")
    except BadData as error:
        return [from_error(error)]
    codes = {row.values["code"] for row in departments}
    found = find_wrong_counts(areas, str(folder / "areas.geojson"), counts)
    found += find_repeated_codes(departments) + find_repeated_codes(taxonomy)
    found += find_unknown_departments(taxonomy, codes) + find_missing_offices(departments, areas)
    for name in GRID_FILES:
        try:
            found += find_unknown_grids(read_rows(folder / name, "grid_code"), areas)
        except BadData as error:
            found.append(from_error(error))
    return found
