"""Rules for the files of a district."""

import json
from pathlib import Path

import pytest

from tests.data.made_up import write, write_district
from training.district_rules import GRID_FILES, check_district

COUNTS = {"district": 1, "street": 1, "community": 1, "grid": 1}


def test_check_district_is_silent_on_good_files(tmp_path: Path) -> None:
    """A district whose files agree has no findings."""
    assert check_district(write_district(tmp_path), COUNTS) == []


@pytest.mark.parametrize(
    ("stem", "text", "rule", "line"),
    [
        ("taxonomy", "code,department\nnoise,moon\n", "category.department", 2),
        ("taxonomy", "code,department\nnoise,city\nnoise,city\n", "code.repeated", 3),
        ("departments", "code,area_code\ncity,moon\nstreet_one,s\ngrid_center,d\n", "department.area", 2),
        ("departments", "code,area_code\ncity,d\ngrid_center,d\n", "department.street", 1),
        ("departments", "code,area_code\ncity,d\nstreet_one,s\n", "department.grid_center", 1),
        ("departments", "code\ncity\n", "file.unreadable", 1),
        *[(name[:-4], "x,grid_code\na,g\nb,moon\n", "place.grid", 3) for name in GRID_FILES],
        ("roads", "road,grid_code\n红旗路,c\n", "place.grid", 2),
        ("roads", "road\n红旗路\n", "file.unreadable", 1),
    ],
)
def test_check_district_finds_one_fault(tmp_path: Path, stem: str, text: str, rule: str, line: int) -> None:
    """One fault in one file gives one finding at its line; a community is not a grid."""
    (found,) = check_district(write_district(tmp_path, **{stem: text}), COUNTS)
    assert (Path(found.file).name, found.rule, found.line) == (f"{stem}.csv", rule, line)


def test_check_district_counts_areas(tmp_path: Path) -> None:
    """A level with another number of areas than the district has is found."""
    (found,) = check_district(write_district(tmp_path), COUNTS | {"grid": 2})
    assert found.problem == "1 areas of level grid, not 2"


@pytest.mark.parametrize(
    ("areas", "problem"),
    [
        ([], "not a GeoJSON"),
        ({"features": [{"properties": {"code": "g"}}]}, "feature 1 has no code or no level"),
        ({"features": [{"properties": {"code": "g", "level": "grid"}}] * 2}, "g occurs twice"),
    ],
)
def test_check_district_refuses_bad_areas(tmp_path: Path, areas: object, problem: str) -> None:
    """Areas that cannot be read are the one finding."""
    write(write_district(tmp_path) / "areas.geojson", json.dumps(areas))
    (found,) = check_district(tmp_path, COUNTS)
    assert found.rule == "file.unreadable"
    assert problem in found.problem
