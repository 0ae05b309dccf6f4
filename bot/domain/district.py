"""What makes a district: its taxonomy, departments and areas, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.deadlines import Deadline
from bot.domain.kinds import Urgency

STREET_OFFICE = "@street"
"""In a category's department column: the street office of the ticket's area."""
GRID_CENTER = "grid_center"
"""Code of the department that takes what no rule covers."""


@dataclass(frozen=True)
class Category:
    """事项分类: one leaf of the taxonomy."""

    code: str
    name: str
    domain: str
    domain_name: str
    group: str
    group_name: str
    department: str
    """Department code, or STREET_OFFICE."""
    urgency: Urgency
    """The least urgency a matter of this category has."""
    deadline: Deadline
    portal7: str
    """Crosswalk to the seven official classes of provincial letter boxes."""
    needs_place: bool = True
    """Whether somebody has to go somewhere."""


@dataclass(frozen=True)
class Department:
    """承办单位."""

    code: str
    name: str
    short_name: str
    area_code: str
    """Area it answers for; a street office has its street's code."""
    phone: str
    duties: str


@dataclass(frozen=True)
class Route:
    """Who must act, and why."""

    department: str
    reason: str


def route(category: Category | None, street_code: str, departments: dict[str, Department]) -> Route:
    """The department for a category in a street.

    Args:
        category: None while nobody knows; then the grid centre decides.
        street_code: code of the street the place lies in, or empty.
        departments: all departments by code.
    """
    if category is None:
        return Route(GRID_CENTER, "分类待定，由网格中心研判")
    if category.department != STREET_OFFICE:
        if category.department in departments:
            return Route(category.department, f"{category.name} → {departments[category.department].name}")
        return Route(GRID_CENTER, f"{category.name} 的承办单位未设置，由网格中心研判")
    for department in departments.values():
        if street_code and department.area_code == street_code:
            return Route(department.code, f"{category.name} + {department.name}辖区 → {department.name}")
    return Route(GRID_CENTER, f"{category.name} 归属街道，位置未定，由网格中心研判")
