"""From a text to a grid: looks up the places found, joins what they say, and never guesses."""

from __future__ import annotations

from dataclasses import replace

from bot.places.coords import LngLat
from bot.places.forms import normalise
from bot.places.gazetteer import Gazetteer, Name
from bot.places.lookup import FINE_ORDER, P_EXACT, Option, join, read, read_crossing
from bot.places.model import Area, Candidate, PlaceSpan, Resolution
from bot.places.spans import RawSpan, Token, find_spans

Hint = str | LngLat | None
"""A grid code, or WGS-84 longitude and latitude, of where the writer probably is."""
MAX_CHOICES = 6
_P_AROUND, _P_HINT = 0.9, 0.85
_P_LOOKS_LIKE = 0.7


def resolve(text: str, gazetteer: Gazetteer, hint: Hint = None) -> Resolution:
    """The grid that a message speaks of.

    Args:
        text: What the resident wrote.
        gazetteer: The district's names.
        hint: Where the writer probably is; only chooses between grids that the text allows.

    Returns:
        The outcome with every place found. Shape: offsets in characters of `text`, end exclusive.
    """
    raw = find_spans(normalise(text), gazetteer)
    if not raw:
        return Resolution("none")
    areas = _areas_named(raw, gazetteer)
    hinted = _hint_grid(hint, gazetteer)
    spans = [_resolve_span(span, text, gazetteer, areas, hinted) for span in raw]
    ranked = sorted(range(len(spans)), key=lambda index: (_rank(spans[index], raw[index]), index))
    main = ranked[0]
    if raw[main].is_on_the_way and spans[main].status == "outside":
        return Resolution("unknown", tuple(spans))
    chosen = spans[main]
    choices = chosen.candidates[:MAX_CHOICES] if chosen.status in ("resolved", "ambiguous") else ()
    return Resolution(chosen.status, tuple(spans), chosen, choices, chosen.area)


def _rank(span: PlaceSpan, raw: RawSpan) -> tuple[int, int, int]:
    """Which place a message is about: settled before open, not merely the writer's home, finer before wider."""
    states = {"resolved": 0, "ambiguous": 1, "unknown": 2, "outside": 3}
    state = states.get(span.status, 4)
    is_vague = span.status == "unknown" and all(token.level for token in raw.tokens)
    return (
        4 if raw.is_on_the_way or is_vague else state,
        int(raw.is_home),
        0 if span.area is not None or state < 2 else 1,
    )


def _hint_grid(hint: Hint, gazetteer: Gazetteer) -> Area | None:
    if hint is None:
        return None
    return gazetteer.grid(hint) if isinstance(hint, str) else gazetteer.grid_at(*hint)


def _areas_named(raw: list[RawSpan], gazetteer: Gazetteer) -> list[Area]:
    """Streets and communities named anywhere in the message by their exact names."""
    return [
        gazetteer.areas[name.key]
        for span in raw
        for token in span.tokens
        for name in token.names
        if name.kind in ("street", "community") and len(token.names) == 1
    ]


def _is_outside(token: Token, previous: Token | None, gazetteer: Gazetteer) -> bool:
    """Whether a token is a region that does not hold the district."""
    if not token.level or any(name.kind == "district" for name in token.names):
        return False
    if not token.names:
        return previous is not None
    return not any(name.kind == "region" and name.key in gazetteer.within for name in token.names)


def _resolve_span(raw: RawSpan, text: str, gazetteer: Gazetteer, areas: list[Area], hinted: Area | None) -> PlaceSpan:
    span = PlaceSpan(text[raw.start : raw.end], raw.start, raw.end)
    pairs = zip((None, *raw.tokens), raw.tokens, strict=False)
    if any(_is_outside(token, previous, gazetteer) for previous, token in pairs):
        return replace(span, status="outside")
    own = [name for token in raw.tokens for name in token.names if name.kind in ("street", "community")]
    readings = [reading for token in raw.tokens if (reading := read(token, raw, gazetteer)) is not None]
    crossing = read_crossing(raw, gazetteer)
    if crossing is not None:
        readings = [crossing]
    inner = set(gazetteer.grids_in(own[-1].key)) if own and not _has_fine(raw) else None
    if not readings:
        if _has_unknown_fine(raw) or not own:
            return replace(span, area=_lowest(own, raw, gazetteer))
        trust = min(token.trust for token in raw.tokens)
        options = tuple(Option(grid, "") for grid in sorted(inner or ()))
        return _settle(span, raw, options, trust, gazetteer, hinted, gazetteer.areas[own[-1].key])
    options, p = join(readings, [gazetteer.areas[name.key] for name in own], areas, gazetteer)
    trust = min(reading.trust for reading in readings)
    if _has_unknown_fine(raw) and not any(reading.is_settled for reading in readings):
        return replace(span, area=_common([option.grid for option in options], gazetteer))
    return _settle(span, raw, options, p * trust, gazetteer, hinted, None)


def _has_fine(raw: RawSpan) -> bool:
    return any(name.kind in FINE_ORDER for token in raw.tokens for name in token.names)


def _has_unknown_fine(raw: RawSpan) -> bool:
    return any(not token.names and not token.level for token in raw.tokens)


def _lowest(own: list[Name], raw: RawSpan, gazetteer: Gazetteer) -> Area | None:
    """The smallest area that the span names, the district included."""
    codes = [name.key for name in own] or [
        name.key for token in raw.tokens for name in token.names if name.kind == "district"
    ]
    return max((gazetteer.areas[code] for code in codes), key=lambda area: len(area.code), default=None)


def _settle(
    span: PlaceSpan,
    raw: RawSpan,
    options: tuple[Option, ...],
    p: float,
    gazetteer: Gazetteer,
    hinted: Area | None,
    area: Area | None,
) -> PlaceSpan:
    """The span with its candidates and status."""
    by_grid = {option.grid: option for option in reversed(options)}
    grids = sorted(by_grid)
    if not grids:
        return replace(span, area=area)
    if len(grids) > 1 and hinted is not None:
        nearest = _nearest(grids, hinted)
        if len(nearest) < len(grids):
            grids, p = nearest, min(p, _P_HINT)
    p = min(p, P_EXACT)
    if raw.is_around:
        p = min(p, _P_AROUND)
    if len(grids) > MAX_CHOICES:
        return replace(span, area=area or _common(grids, gazetteer))
    share = p / len(grids)
    candidates = tuple(
        Candidate(
            grid,
            gazetteer.areas[grid].name,
            tuple(a.name for a in gazetteer.path(grid)),
            round(share, 4),
            _label(by_grid[grid], gazetteer),
        )
        for grid in grids
    )
    is_sure = len(grids) == 1 and p > _P_LOOKS_LIKE
    return replace(
        span,
        candidates=candidates,
        status="resolved" if is_sure else "ambiguous",
        area=area or _common(grids, gazetteer),
    )


def _nearest(grids: list[str], hinted: Area) -> list[str]:
    """The grids that share the most with the hinted one: the grid itself, its community, its street."""
    if hinted.code in grids:
        return [hinted.code]
    for length in (18, 15):
        same = [grid for grid in grids if grid[:length] == hinted.code[:length]]
        if same:
            return same
    return grids


def _common(grids: list[str], gazetteer: Gazetteer) -> Area | None:
    """The smallest area that holds all these grids."""
    paths = [gazetteer.path(grid) for grid in grids]
    shared = None
    for level in zip(*paths, strict=False):
        if len({area.code for area in level}) == 1:
            shared = level[0]
    return shared


def _label(option: Option, gazetteer: Gazetteer) -> str:
    """Words by which a resident knows one grid from another: 新华路街道·阳光花园（阳光社区）."""
    path = gazetteer.path(option.grid)
    street = next((area.name for area in path if area.level == "street"), "")
    community = next((area.name for area in path if area.level == "community"), "")
    if option.what:
        return f"{street}·{option.what}（{community}）"
    marks = "、".join(gazetteer.landmarks(option.grid))
    return f"{street}·{path[-1].name}" + (f"（{marks}）" if marks else "")
