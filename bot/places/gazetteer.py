"""The names of a district with everything needed to find them in a text: built once from rows, then read only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import ahocorasick
import shapely

from bot.places.forms import normalise
from bot.places.model import Area, Crossing, EstatePart, PlaceEntry, Poi, Region, RoadRange, VillagePart
from bot.places.sound import is_look_alike, is_same_sound, near_keys, sound_key

Kind = Literal["region", "district", "street", "community", "grid", "road", "estate", "village", "poi"]
T = TypeVar("T")

_DERIVED = {
    "街道": ("街办", "街道办", "街道办事处"),
    "社区": ("居委会", "社区居委会", "社区居民委员会"),
    "村": ("村委会", "村村委会", "村村民委员会"),
    "小区": ("",),
}
"""Endings that residents swap; the bare name only where it has 3 characters or more."""
_PLAIN_ENDS = "路街巷道"
_MASKED_MIN = 4
"""Shorter names have too many neighbours that differ in one character."""
_SOUND_MIN = 3
_TELLING = frozenset("东西南北中上下前后左右大小老新一二三四五六七八九十0123456789")
"""Characters by which names are told apart on purpose."""


@dataclass(frozen=True)
class Name:
    """One meaning of a written form."""

    kind: Kind
    """What it names."""
    key: str
    """Official name, or the code of an area."""


@dataclass(frozen=True)
class Hit:
    """A known name in a text. Shape: offsets in characters, end exclusive."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    names: tuple[Name, ...]
    """Its meanings."""
    trust: float = 1.0
    """1 for the exact form, less for one that only sounds or looks like it."""


def _grouped(rows: Iterable[T], field: str) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        groups[str(getattr(row, field))].append(row)
    return {key: tuple(found) for key, found in groups.items()}


def _forms(name: str, aliases: Iterable[str]) -> set[str]:
    """All written forms of a name, normalised; notes in brackets are left away."""
    plain = {normalise(form) for form in (name, *aliases) if form}
    plain |= {form.split("(")[0].strip() for form in plain}
    for form in tuple(plain):
        for end, others in _DERIVED.items():
            stem = form.removesuffix(end)
            if stem == form or len(stem) < 2:
                continue
            plain |= {stem + other for other in others if other or (len(stem) >= 3 and stem[-1] not in _PLAIN_ENDS)}
    return {form for form in plain if len(form) >= 2}


class Gazetteer:
    """Areas, roads, estates, villages, points and outside regions of one district; never changed once built."""

    def __init__(
        self,
        areas: Iterable[Area],
        entries: Iterable[PlaceEntry],
        shapes: Mapping[str, Mapping[str, Any]] | None = None,
        within: tuple[str, ...] = (),
    ) -> None:
        """Builds all indexes.

        Args:
            areas: The district with its streets, communities and grids.
            entries: Rows of roads, crossings, estates, villages, points and outside regions, in any order.
            shapes: GeoJSON geometry (WGS-84) by grid code.
            within: Names of the regions that the district lies in, e.g. ("陕西省", "西安市").
        """
        self.areas: Mapping[str, Area] = {area.code: area for area in areas}
        rows = list(entries)
        self.within = within
        self.roads = _grouped([row for row in rows if isinstance(row, RoadRange)], "road")
        self.estates = _grouped([row for row in rows if isinstance(row, EstatePart)], "estate")
        self.villages = _grouped([row for row in rows if isinstance(row, VillagePart)], "village")
        self.pois = _grouped([row for row in rows if isinstance(row, Poi)], "poi")
        self.regions = _grouped([row for row in rows if isinstance(row, Region)], "name")
        crossings: dict[frozenset[str], list[Crossing]] = defaultdict(list)
        for row in rows:
            if isinstance(row, Crossing):
                crossings[frozenset((row.road_a, row.road_b))].append(row)
        self.crossings: Mapping[frozenset[str], tuple[Crossing, ...]] = {
            key: tuple(value) for key, value in crossings.items()
        }
        self._grids = self._grids_below()
        self._marks = self._landmarks(rows)
        self._build_names(rows)
        found = {code: shapely.geometry.shape(shape) for code, shape in (shapes or {}).items() if code in self.areas}
        self._shape_codes = tuple(found)
        self._tree = shapely.STRtree(list(found.values()))

    def _grids_below(self) -> Mapping[str, tuple[str, ...]]:
        below: dict[str, list[str]] = defaultdict(list)
        for area in self.areas.values():
            if area.level == "grid":
                for code in (area.code, *self._above(area.code)):
                    below[code].append(area.code)
        return {code: tuple(grids) for code, grids in below.items()}

    def _landmarks(self, rows: list[PlaceEntry]) -> Mapping[str, tuple[str, ...]]:
        marks: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            if isinstance(row, EstatePart):
                marks[row.grid_code].append(row.estate + (f"{row.buildings}号楼" if row.buildings else ""))
            elif isinstance(row, VillagePart):
                marks[row.grid_code].append(f"{row.village}{row.group_from}-{row.group_to}组")
        for row in rows:
            if isinstance(row, Poi):
                marks[row.grid_code].append(row.poi)
        return {code: tuple(names[:2]) for code, names in marks.items()}

    def _build_names(self, rows: list[PlaceEntry]) -> None:
        surfaces: dict[str, set[Name]] = defaultdict(set)
        local: set[str] = set()

        def add(kind: Kind, key: str, name: str, aliases: Iterable[str]) -> None:
            forms = (
                {normalise(form) for form in (name, *aliases) if form} if kind == "region" else _forms(name, aliases)
            )
            for form in forms:
                surfaces[form].add(Name(kind, key))
            if kind != "region":
                local.update(forms)

        for area in self.areas.values():
            add(area.level, area.code, area.name, area.aliases)
        for row in rows:
            if isinstance(row, RoadRange):
                add("road", row.road, row.road, row.aliases)
            elif isinstance(row, EstatePart):
                add("estate", row.estate, row.estate, row.aliases)
            elif isinstance(row, VillagePart):
                add("village", row.village, row.village, row.aliases)
            elif isinstance(row, Poi):
                add("poi", row.poi, row.poi, row.aliases)
            elif isinstance(row, Region):
                add("region", row.name, row.name, row.aliases)
        self._surfaces = {form: tuple(sorted(names, key=lambda n: (n.kind, n.key))) for form, names in surfaces.items()}
        self._exact = ahocorasick.Automaton()
        for form, names in self._surfaces.items():
            self._exact.add_word(form, (len(form), names))
        self._exact.make_automaton()
        heard: dict[tuple[int, ...], list[str]] = defaultdict(list)
        masked: dict[str, list[str]] = defaultdict(list)
        for form in sorted(local):
            if len(form) >= _SOUND_MIN:
                heard[sound_key(form)].append(form)
            if len(form) >= _MASKED_MIN:
                for key in near_keys(form):
                    masked[key].append(form)
        self._masked = {key: tuple(forms) for key, forms in masked.items()}
        self._sounds = ahocorasick.Automaton(ahocorasick.STORE_ANY, ahocorasick.KEY_SEQUENCE)
        for sound, forms in heard.items():
            self._sounds.add_word(sound, (len(sound), tuple(forms)))
        self._sounds.make_automaton()

    def hits(self, norm: str) -> Iterator[Hit]:
        """Every known name in a normalised text: exact ones, then those of the same (0.85) or a like sound (0.78)."""
        exact: set[tuple[int, int]] = set()
        for last, (length, names) in self._exact.iter(norm):
            exact.add((last + 1 - length, last + 1))
            yield Hit(last + 1 - length, last + 1, names)
        if len(norm) < _SOUND_MIN:
            return
        for last, (length, forms) in self._sounds.iter(sound_key(norm)):
            start, end = last + 1 - length, last + 1
            written = norm[start:end]
            if (start, end) in exact or not written.isalpha():
                continue
            same = [form for form in forms if is_same_sound(form, written)]
            chosen = [form for form in same or forms if self._is_credible(form, written)]
            if chosen:
                yield Hit(
                    start, end, tuple(name for form in chosen for name in self._surfaces[form]), 0.85 if same else 0.78
                )

    @staticmethod
    def _is_credible(form: str, written: str) -> bool:
        """Whether a name may stand for what sounds like it: half is written right, in short ones also the ending."""
        kept = sum(a == b for a, b in zip(form, written, strict=True))
        return kept * 2 >= len(form) and (len(form) > _SOUND_MIN or (kept == 2 and form[-1] == written[-1]))

    def near(self, norm: str, core: int) -> tuple[tuple[Name, ...], float]:
        """Names written like the given one but for one character, and how much to trust that.

        Args:
            norm: A normalised name that is not in the gazetteer.
            core: Length of the name without its ending; a difference in the ending makes another name.

        Returns:
            The names and 0.75 for characters of like shape, 0.7 for any other in a core of 3 or more, else nothing.
        """
        if len(norm) < _MASKED_MIN:
            return (), 0.0
        alike: list[str] = []
        other: list[str] = []
        for index, key in enumerate(near_keys(norm)):
            for form in self._masked.get(key, ()):
                if is_look_alike(form[index], norm[index]):
                    alike.append(form)
                elif index < core and core >= _SOUND_MIN and not {form[index], norm[index]} & _TELLING:
                    other.append(form)
        names = tuple(dict.fromkeys(name for form in alike or other for name in self._surfaces[form]))
        return names, 0.75 if alike else 0.7

    def grid_at(self, lng: float, lat: float) -> Area | None:
        """The grid that holds a WGS-84 point, None outside the district. Units: degrees."""
        found = self._tree.query(shapely.Point(lng, lat), predicate="intersects")
        return self.areas[min(self._shape_codes[int(index)] for index in found)] if len(found) else None

    def grid(self, code: str) -> Area | None:
        """The grid with this code."""
        area = self.areas.get(code)
        return area if area and area.level == "grid" else None

    def _above(self, code: str) -> list[str]:
        found: list[str] = []
        area = self.areas.get(code)
        while area and area.parent in self.areas:
            found.append(area.parent)
            area = self.areas[area.parent]
        return found

    def path(self, code: str) -> tuple[Area, ...]:
        """An area with all those above it. Shape: district first, the area itself last; empty for an unknown code."""
        if code not in self.areas:
            return ()
        return tuple(self.areas[above] for above in (*reversed(self._above(code)), code))

    def grids_in(self, code: str) -> tuple[str, ...]:
        """Codes of all grids of an area."""
        return self._grids.get(code, ())

    def landmarks(self, grid_code: str) -> tuple[str, ...]:
        """At most two names by which a resident knows a grid."""
        return self._marks.get(grid_code, ())
