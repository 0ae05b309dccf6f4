"""Taxonomy, departments and areas as the use cases read them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.deadlines import Deadline
from bot.domain.district import Category, Department
from bot.domain.errors import UnknownPlace
from bot.domain.kinds import Urgency
from store.tables import areas, categories, departments


class SqlDistrict:
    """See ``bot.intake.ports.District``."""

    def __init__(self, connection: Connection) -> None:
        """Args: connection: of the open transaction."""
        self._connection = connection

    def categories(self) -> dict[str, Category]:
        """By code, in the order of the file."""
        rows = self._connection.execute(sa.select(categories).order_by(categories.c.position))
        return {
            r.code: Category(
                r.code,
                r.name,
                r.domain,
                r.domain_name,
                r.group,
                r.group_name,
                r.department,
                Urgency(r.urgency),
                Deadline(r.deadline, r.unit),
                r.portal7,
                r.place == "required",
            )
            for r in rows
        }

    def departments(self) -> dict[str, Department]:
        """By code."""
        rows = self._connection.execute(sa.select(departments))
        return {r.code: Department(r.code, r.name, r.short_name, r.area_code, r.phone, r.duties) for r in rows}

    def street_of(self, area_code: str | None) -> str:
        """Code of the street an area lies in; empty when unknown or above a street.

        Raises:
            UnknownPlace: no area has this code.
        """
        code = area_code
        while code:
            row = self._connection.execute(sa.select(areas.c.level, areas.c.parent).where(areas.c.code == code)).first()
            if row is None:
                raise UnknownPlace(f"no area has the code {code}")
            if row.level == "street":
                return code
            code = row.parent
        return ""
