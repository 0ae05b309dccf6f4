"""What readers of messages need of the district, kept ready and renewed when the data change."""

from __future__ import annotations

import threading
import time
from typing import Any

from sqlalchemy.engine import Engine

from bot.domain.district import Category, Department
from bot.places.gazetteer import Gazetteer
from bot.places.model import Area, Crossing, EstatePart, PlaceEntry, Poi, Region, RoadRange, VillagePart
from bot.reading.answers import AnswerIndex
from store import views
from store.district import SqlDistrict
from store.engine import reader

CHECK_SECONDS = 2.0
"""How often the data's versions are looked at."""


class Catalogue:
    """Taxonomy, departments, gazetteer and answers. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        """Nothing is read before the first use."""
        self._engine = engine
        self._lock = threading.Lock()
        self._checked = 0.0
        self._versions: dict[str, str] = {}
        self._taxonomy: dict[str, Category] = {}
        self._departments: dict[str, Department] = {}
        self._gazetteer: Gazetteer | None = None
        self._answers = AnswerIndex([])

    @property
    def taxonomy(self) -> dict[str, Category]:
        """Categories by code."""
        self._refresh()
        return self._taxonomy

    @property
    def departments(self) -> dict[str, Department]:
        """Departments by code."""
        self._refresh()
        return self._departments

    @property
    def gazetteer(self) -> Gazetteer:
        """The district's places."""
        self._refresh()
        assert self._gazetteer is not None  # noqa: S101 (set by the first refresh)
        return self._gazetteer

    @property
    def answers(self) -> AnswerIndex:
        """The answers to frequent questions."""
        self._refresh()
        return self._answers

    def _refresh(self) -> None:
        if time.monotonic() - self._checked < CHECK_SECONDS:
            return
        with self._lock:
            if time.monotonic() - self._checked < CHECK_SECONDS:
                return
            with reader(self._engine) as connection:
                for name in ("grids", "departments", "taxonomy", "faq"):
                    version = views.data_version(connection, name)
                    if self._versions.get(name) != version or (name == "grids" and self._gazetteer is None):
                        self._load(name, connection)
                        self._versions[name] = version
            self._checked = time.monotonic()

    def _load(self, name: str, connection: Any) -> None:
        if name == "grids":
            self._gazetteer = build_gazetteer(views.areas(connection), views.place_rows(connection))
        elif name == "departments":
            self._departments = SqlDistrict(connection).departments()
        elif name == "taxonomy":
            self._taxonomy = SqlDistrict(connection).categories()
        else:
            self._answers = AnswerIndex(views.faq(connection))


_ROWS = {
    "roads": RoadRange,
    "intersections": Crossing,
    "estates": EstatePart,
    "villages": VillagePart,
    "pois": Poi,
    "outside": Region,
}


def build_gazetteer(areas: list[dict[str, Any]], rows: dict[str, list[dict[str, Any]]]) -> Gazetteer:
    """A gazetteer of the store's rows."""
    entries: list[PlaceEntry] = []
    for source, kind in _ROWS.items():
        for row in rows.get(source, ()):
            values = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
            entries.append(kind(**values))
    found = [Area(a["code"], a["name"], a["level"], a["parent"] or "", tuple(a["aliases"])) for a in areas]
    shapes = {a["code"]: a["geometry"] for a in areas if a["level"] == "grid" and a["geometry"]}
    within = next((tuple(a["within"]) for a in areas if a["level"] == "district"), ())
    return Gazetteer(found, entries, shapes, within)
