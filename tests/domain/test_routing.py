"""Who must act, and why."""

from __future__ import annotations

import pytest

from bot.domain.deadlines import Deadline
from bot.domain.district import GRID_CENTER, STREET_OFFICE, Category, Department, route
from bot.domain.kinds import Urgency

STREET = "100001610"
DEPARTMENTS = {
    "police": Department("police", "区公安分局", "公安", "100001", "", ""),
    "office_a": Department("office_a", "凤凰路街道办", "凤凰路", STREET, "", ""),
    "office_b": Department("office_b", "新华路街道办", "新华路", "100001611", "", ""),
    GRID_CENTER: Department(GRID_CENTER, "网格中心", "网格", "100001", "", ""),
}


def make_category(department: str) -> Category:
    """A category of that department."""
    return Category(
        "c",
        "乱堆物料",
        "city",
        "城市管理",
        "street",
        "街面",
        department,
        Urgency.NORMAL,
        Deadline(5, "working_days"),
        "complaint",
    )


@pytest.mark.parametrize(
    ("department", "street", "expected", "words"),
    [
        ("police", "", "police", "乱堆物料 → 区公安分局"),
        ("police", STREET, "police", "乱堆物料 → 区公安分局"),
        (STREET_OFFICE, STREET, "office_a", "凤凰路街道办辖区"),
        (STREET_OFFICE, "100001611", "office_b", "新华路街道办辖区"),
        (STREET_OFFICE, "", GRID_CENTER, "位置未定"),
        (STREET_OFFICE, "999999999", GRID_CENTER, "位置未定"),
        ("abolished", STREET, GRID_CENTER, "未设置"),
    ],
)
def test_category_and_street_decide(department: str, street: str, expected: str, words: str) -> None:
    """A fixed department takes its matters everywhere, a street office those of its street, the centre the rest."""
    found = route(make_category(department), street, DEPARTMENTS)
    assert found.department == expected
    assert words in found.reason


def test_matter_without_category_goes_to_the_grid_centre() -> None:
    """Somebody has to decide first."""
    assert route(None, STREET, DEPARTMENTS).department == GRID_CENTER


def test_department_without_area_is_no_street_office() -> None:
    """An empty street never matches an empty area."""
    departments = {"nowhere": Department("nowhere", "某局", "某", "", "", ""), **DEPARTMENTS}
    assert route(make_category(STREET_OFFICE), "", departments).department == GRID_CENTER
