"""What the gazetteer holds of the names of one place, and what these say together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.places.forms import is_in_range, is_on_side
from bot.places.gazetteer import Gazetteer, Name
from bot.places.model import Area
from bot.places.spans import RawSpan, Token

FINE_ORDER = {"estate": 0, "village": 0, "poi": 1, "grid": 1, "road": 2}
"""Kinds of names finer than a community, finest first."""
P_EXACT = 0.97
_P_CONFLICT = 0.75
"""When the street named is not the street of the estate named."""
_WRONG_NUMBER = 0.85
"""What is left of the trust in a name whose building or group does not exist."""


@dataclass(frozen=True)
class Option:
    """A grid with what was matched there."""

    grid: str
    what: str


@dataclass(frozen=True)
class Reading:
    """What one token may mean: its options, whether a number or building settled them, and how sure the form is."""

    options: tuple[Option, ...]
    order: int
    is_settled: bool
    trust: float


def read(token: Token, raw: RawSpan, gazetteer: Gazetteer) -> Reading | None:
    """What the gazetteer holds of a fine token, narrowed by the numbers beside it; None if not fine."""
    names, trust = [name for name in token.names if name.kind in FINE_ORDER], token.trust
    if not token.names and not token.level:
        near, trust = gazetteer.near(token.text, token.core)
        names = [name for name in near if name.kind in FINE_ORDER]
    if not names:
        return None
    order = min(FINE_ORDER[name.kind] for name in names)
    options: list[Option] = []
    is_settled, fits = False, True
    for name in names:
        if FINE_ORDER[name.kind] != order and name.kind != "poi":
            continue
        found, settled, fit = _options(name, raw, gazetteer)
        options.extend(found)
        is_settled, fits = is_settled or settled, fits and fit
    unique = tuple({(option.grid, option.what): option for option in options}.values())
    return Reading(unique, order, is_settled or order < 2, trust * (1.0 if fits else _WRONG_NUMBER))


def _options(name: Name, raw: RawSpan, gazetteer: Gazetteer) -> tuple[list[Option], bool, bool]:
    """The grids of one name, whether a number settled them, and whether the number given exists there."""
    if name.kind == "road":
        rows = gazetteer.roads[name.key]
        number = raw.number
        if number is None:
            return [Option(row.grid_code, f"{row.road}{row.from_no}-{row.to_no}号") for row in rows], False, True
        return (
            [
                Option(row.grid_code, f"{row.road}{number}号")
                for row in rows
                if row.from_no <= number <= row.to_no and is_on_side(number, row.side)
            ],
            True,
            True,
        )
    if name.kind == "estate":
        parts = gazetteer.estates[name.key]
        if raw.building is not None:
            fitting = [part for part in parts if is_in_range(raw.building, part.buildings)]
            if fitting:
                return [Option(part.grid_code, part.estate) for part in fitting], True, True
        labels = [
            Option(p.grid_code, p.estate + (f"{p.buildings}号楼" if p.buildings and len(parts) > 1 else ""))
            for p in parts
        ]
        return labels, False, raw.building is None
    if name.kind == "village":
        groups = gazetteer.villages[name.key]
        if raw.group is not None:
            inside = [
                Option(row.grid_code, row.village) for row in groups if row.group_from <= raw.group <= row.group_to
            ]
            if inside:
                return inside, True, True
        return (
            [Option(r.grid_code, f"{r.village}{r.group_from}-{r.group_to}组") for r in groups],
            False,
            raw.group is None,
        )
    if name.kind == "poi":
        return [Option(row.grid_code, row.poi) for row in gazetteer.pois[name.key]], True, True
    return [Option(name.key, "")], True, True


def read_crossing(raw: RawSpan, gazetteer: Gazetteer) -> Reading | None:
    """The crossing of the two roads of a span; no options when both are known and do not meet."""
    roads = [[name.key for name in token.names if name.kind == "road"] for token in raw.tokens if token.text]
    known = [(keys, token.trust) for keys, token in zip(roads, raw.tokens, strict=True) if keys]
    if len(known) < 2 or not (raw.is_crossing or raw.number is None):
        return None
    (one, first), (two, second) = known[-2:]
    rows = [row for a in one for b in two for row in gazetteer.crossings.get(frozenset((a, b)), ())]
    if not rows and not raw.is_crossing:
        return None
    return Reading(
        tuple(Option(row.grid_code, f"{row.road_a}{row.road_b}路口") for row in rows), 0, True, min(first, second)
    )


def join(
    readings: list[Reading], own: list[Area], areas: list[Area], gazetteer: Gazetteer
) -> tuple[tuple[Option, ...], float]:
    """The options of the finest reading that agree with the others and with the areas named, and how sure that is."""
    readings = sorted(readings, key=lambda reading: (reading.order, not reading.is_settled))
    options, p = readings[0].options, P_EXACT
    for other in readings[1:]:
        grids = {option.grid for option in other.options}
        both = tuple(option for option in options if option.grid in grids)
        options = both or options or other.options
    for area, is_own in [*((area, True) for area in own), *((area, False) for area in areas)]:
        below = set(gazetteer.grids_in(area.code))
        both = tuple(option for option in options if option.grid in below)
        if both:
            options = both
        elif is_own and options:
            p = min(p, _P_CONFLICT)
    return options, p
