"""Coordinates, grids by point, and the shape of the demo district."""

from __future__ import annotations

import math

import pytest
from district_files import read_areas, rows
from shapely.geometry import shape

from bot.places import Gazetteer, gcj02_to_wgs84, wgs84_to_gcj02
from bot.places.forms import is_in_range, normalise, parse_number

AREAS, SHAPES, _ = read_areas()
SAMPLED = sorted(SHAPES)[4::9]
METRES = 111_000


@pytest.mark.parametrize("code", SAMPLED)
def test_point_of_a_chinese_map_finds_its_grid(gazetteer: Gazetteer, code: str) -> None:
    """A point inside a grid, given in GCJ-02, comes back to within a centimetre and to the same grid."""
    point = shape(SHAPES[code]).representative_point()
    there = wgs84_to_gcj02(point.x, point.y)
    back = gcj02_to_wgs84(*there)
    assert math.dist(back, (point.x, point.y)) * METRES < 0.01
    assert 100 < math.dist(there, (point.x, point.y)) * METRES < 1000
    found = gazetteer.grid_at(*back)
    assert found is not None
    assert found.code == code


def test_twenty_grids_are_sampled() -> None:
    """The sample covers twenty grids."""
    assert len(SAMPLED) == 20


@pytest.mark.parametrize("point", [(0.0, 0.0), (139.7, 35.7), (2.35, 48.86)])
def test_points_abroad_are_left_alone(point: tuple[float, float]) -> None:
    """Outside China both systems are one."""
    assert gcj02_to_wgs84(*point) == point == wgs84_to_gcj02(*point)


@pytest.mark.parametrize("point", [(181.0, 0.0), (0.0, 91.0), (math.nan, 0.0), (math.inf, 34.0)])
def test_impossible_coordinates_are_refused(point: tuple[float, float]) -> None:
    """What cannot be a longitude and a latitude raises ValueError."""
    with pytest.raises(ValueError, match="longitude"):
        gcj02_to_wgs84(*point)


def test_known_point_of_a_chinese_map() -> None:
    """A published pair of both systems (Tiananmen) agrees to a few metres."""
    assert math.dist(wgs84_to_gcj02(116.391305, 39.905531), (116.397547, 39.906935)) * METRES < 10


def test_point_outside_the_district_has_no_grid(gazetteer: Gazetteer) -> None:
    """A point in another city belongs to no grid."""
    assert gazetteer.grid_at(116.39, 39.9) is None


def test_path_runs_from_district_to_grid(gazetteer: Gazetteer) -> None:
    """The path of a grid names all four levels in order."""
    levels = [area.level for area in gazetteer.path(SAMPLED[0])]
    assert levels == ["district", "street", "community", "grid"]
    assert gazetteer.path("nowhere") == ()
    assert gazetteer.grid("610114") is None


def test_demo_district_has_its_numbers() -> None:
    """The demo has 1 district, 7 streets, 105 communities and 180 grids with codes of the right length."""
    counts = {level: [a for a in AREAS if a.level == level] for level in ("district", "street", "community", "grid")}
    assert [len(found) for found in counts.values()] == [1, 7, 105, 180]
    assert [{len(area.code) for area in found} for found in counts.values()] == [{6}, {9}, {12}, {20}]


@pytest.mark.parametrize(
    "name", ["roads.csv", "intersections.csv", "estates.csv", "villages.csv", "pois.csv", "grid_workers.csv"]
)
def test_rows_name_grids_that_exist(name: str) -> None:
    """Every row of the district refers to a grid of the district."""
    assert {row["grid_code"] for row in rows(name)} <= set(SHAPES)


def test_departments_cover_the_taxonomy() -> None:
    """Every department that the taxonomy names has a row."""
    wanted = {row["department"] for row in rows("taxonomy.csv")} - {"@street"}
    assert wanted <= {row["code"] for row in rows("departments.csv")}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18", 18),
        ("三十二", 32),
        ("十", 10),
        ("一百零五", 105),
        ("一百二", 120),
        ("一二〇", 120),
        ("两", 2),
        ("东", None),
    ],
)
def test_numbers_are_read_in_both_scripts(text: str, value: int | None) -> None:
    """Digits and Chinese numerals give the same numbers, other words none."""
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["⻄安", "ＡＢ１２", "潤天花苑3號樓", "ﬁ①㎡é", "a\u0301"])
def test_normal_form_keeps_offsets(text: str) -> None:
    """The normal form is as long as the text, so that offsets stay true, and normalising it again changes nothing."""
    assert len(normalise(text)) == len(text)
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("number", "span", "inside"), [(1, "1-12", True), (13, "1-12", False), (7, "7", True), (7, "", True)]
)
def test_building_ranges(number: int, span: str, inside: bool) -> None:
    """Both ends of a range count, and an empty range holds every building."""
    assert is_in_range(number, span) is inside
