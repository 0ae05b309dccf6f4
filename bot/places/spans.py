"""Finds the places named in a free text: which characters, and what they are made of."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from bot.places import grammar
from bot.places.forms import parse_number
from bot.places.gazetteer import Gazetteer, Hit, Name

_LEVELS = {"province": 1, "city": 2, "county": 3}
_GENERIC_WORTH = 0.6
_SOUND_WORTH = 0.8
_BUS = re.compile(r"[0-9]路$")
_NEEDS_PARENT = frozenset(
    "新城区 城区 郊区 矿区 东区 西区 南区 北区 市中区 城中区 向阳区 新市区 城东区 城西区 城北区 城关区".split()  # noqa: SIM905 - a word list
)
"""Names of counties that are everyday words; they count only behind their city."""


@dataclass(frozen=True)
class Token:
    """One name within a place. Shape: offsets in characters, end exclusive."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    text: str
    """Normalised words."""
    names: tuple[Name, ...] = ()
    """Known meanings; empty for a name that the gazetteer does not hold."""
    trust: float = 1.0
    """1 for the exact form."""
    level: int = 0
    """1 province, 2 city, 3 county or district, 0 anything finer."""
    core: int = 0
    """Length of an unknown name without its ending."""


@dataclass(frozen=True)
class RawSpan:
    """A place with its parts, before it is looked up. Shape: offsets in characters, end exclusive."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    tokens: tuple[Token, ...]
    """The names it is made of, in order."""
    number: int | None = None
    """Door number."""
    building: int | None = None
    """Number of the building."""
    group: int | None = None
    """Group of the village."""
    is_crossing: bool = False
    """Whether the words speak of a crossing."""
    is_around: bool = False
    """Whether the place is beside what is named."""
    is_on_the_way: bool = False
    """A region only travelled from or to."""
    is_home: bool = False
    """Introduced as where the writer lives."""


def find_spans(norm: str, gazetteer: Gazetteer) -> list[RawSpan]:
    """All places of a normalised text, in order, without overlaps."""
    hits = [token for hit in gazetteer.hits(norm) if (token := _token_of(hit, norm, gazetteer)) is not None]
    tokens = _choose([*hits, *_generic(norm, hits)])
    tokens = [
        token for index, token in enumerate(tokens) if not _is_stray(token, tokens[index - 1] if index else None, norm)
    ]
    spans: list[RawSpan] = []
    position = 0
    for index, token in enumerate(tokens):
        if token.start < position:
            continue
        span = _extend(RawSpan(token.start, token.end, (token,)), norm, tokens[index + 1 :])
        before = norm[max(0, span.start - 4) : span.start]
        on_the_way = all(map(_is_bare_region, span.tokens)) and grammar.ON_THE_WAY.search(before) is not None
        span = replace(span, is_on_the_way=on_the_way, is_home=grammar.LIVES_AT.search(before) is not None)
        spans.append(span)
        position = span.end
    return spans


def _token_of(hit: Hit, norm: str, gazetteer: Gazetteer) -> Token | None:
    level = 0
    for name in hit.names:
        if name.kind == "district":
            level = 3
        elif name.kind == "region":
            level = level or min(_LEVELS[row.level] for row in gazetteer.regions[name.key])
    text = norm[hit.start : hit.end]
    if level and hit.trust == 1.0 and norm[hit.end : hit.end + 1] in ("域", "别", "间") and text[-1] == "区":
        return None
    return Token(hit.start, hit.end, text, hit.names, hit.trust, level)


def _is_bare_region(token: Token) -> bool:
    return bool(token.level and token.names and token.text[-1] not in "省市区县旗") and all(
        name.kind == "region" and name.key != token.text for name in token.names
    )


def _generic(norm: str, hits: list[Token]) -> list[Token]:
    """Names that the gazetteer may not hold, seen by their endings."""
    ends: dict[int, Token] = {}
    for token in hits:
        if token.end not in ends or len(token.text) > len(ends[token.end].text):
            ends[token.end] = token
    found = []
    generic: dict[int, Token] = {}
    for match in grammar.SUFFIX.finditer(norm):
        suffix, core_end = match[0], match.start()
        known = ends.get(match.end())
        if known is not None and known.start < core_end and not known.level:
            continue
        start, behind_region = _core_start(norm, core_end, ends, generic)
        core = norm[start:core_end]
        if suffix in grammar.BELOW_REGION:
            if behind_region and 1 <= len(core) <= 4:
                found.append(Token(start, match.end(), norm[start : match.end()], level=3 if suffix != "市" else 2))
            continue
        if suffix in ("乡", "镇", "城", "河", "桥", "村") and len(core) > 5:
            continue
        least = (
            1
            if behind_region or (suffix in ("村", "河", "桥", "镇") and core and core[0] in "东西南北大小张王李赵")
            else 2
        )
        if (
            len(core) >= max(least, 2 if not behind_region else 1)
            and core not in grammar.NO_NAME
            and not grammar.NO_NAME_END.search(core)
        ):
            token = Token(start, match.end(), norm[start : match.end()], core=len(core))
            found.append(token)
            generic[token.end] = token
    return found


def _core_start(norm: str, core_end: int, ends: dict[int, Token], generic: dict[int, Token]) -> tuple[int, bool]:
    """Where the name before an ending begins, and whether that is straight behind a full region name."""
    start = core_end
    while start > 0 and core_end - start < grammar.MAX_CORE:
        stop = ends.get(start)
        length = core_end - start
        if stop is not None and (length or not _is_bare_region(stop)):
            if not _is_bare_region(stop):
                return start, bool(stop.level)
            if length >= 2:
                return start, True
            if length <= 1:
                return stop.start, False
        seen = generic.get(start)
        if seen is not None and length >= (1 if seen.text.endswith(grammar.SETTLEMENT_ENDS) else 2):
            return start, False
        if not norm[start - 1].isalnum() or _BUS.search(norm, max(0, start - 2), start):
            break
        stopped = grammar.STOP_BEHIND.search(norm, max(0, start - 3), start)
        if stopped and not grammar.NOT_STOP.match(norm[stopped.end() - 1 : stopped.end() + 2]):
            break
        start -= 1
    return start, False


def _choose(tokens: list[Token]) -> list[Token]:
    """The heaviest set of names that do not overlap; a longer name outweighs two short ones."""
    tokens = sorted(set(tokens), key=lambda token: (token.end, token.start))
    best: list[tuple[float, tuple[Token, ...]]] = [(0.0, ())]
    positions = [0]
    for token in tokens:
        size = len(token.text)
        worth = (
            size
            * size
            * (1.0 if token.names and token.trust == 1.0 else _SOUND_WORTH if token.names else _GENERIC_WORTH)
        )
        before = bisect_right(positions, token.start) - 1
        value = best[before][0] + worth
        if value > best[-1][0]:
            best.append((value, (*best[before][1], token)))
            positions.append(token.end)
    return list(best[-1][1])


def _is_stray(token: Token, previous: Token | None, norm: str) -> bool:
    """Whether a region is only part of other words, or too common a word to stand alone."""
    follows = previous is not None and previous.end == token.start and previous.level > 0
    if not token.level or follows:
        return False
    if token.text in _NEEDS_PARENT or (token.level == 3 and len(token.text) == 2 and token.text[-1] in "区县"):
        return True
    return _is_bare_region(token) and bool(grammar.NOT_A_PLACE_BEHIND.match(norm, token.end))


def _extend(span: RawSpan, norm: str, following: list[Token]) -> RawSpan:
    """The span with everything attached to it: further names, numbers, buildings, crossings, words of direction."""
    while True:
        grown = _attach_name(_attach_tail(span, norm), norm, following)
        if grown == span:
            return span
        span = grown


def _attach_tail(span: RawSpan, norm: str) -> RawSpan:
    last = span.tokens[-1]
    if last.level:
        return span
    at = span.end
    is_road = last.text.endswith(grammar.ROAD_ENDS) or any(name.kind == "road" for name in last.names)
    is_village = last.text.endswith("村") or any(name.kind == "village" for name in last.names)
    if (
        span.number is None
        and (match := grammar.ROAD_NUMBER.match(norm, at))
        and (match["bare"] is None or (is_road and at == last.end))
    ):
        return replace(span, end=match.end(), number=parse_number(match["bare"] or match["no"]))
    if is_village and span.group is None and (match := grammar.GROUP.match(norm, at)):
        return replace(span, end=match.end(), group=parse_number(match["no"]))
    if span.building is None and not span.is_around and (match := grammar.BUILDING.match(norm, at)):
        number = match["no"] or match["dash"]
        return replace(span, end=match.end(), building=parse_number(number) if number else span.building)
    if (
        (span.building is not None or at > last.end)
        and (match := grammar.INSIDE.match(norm, at))
        and not span.is_around
    ):
        return replace(span, end=match.end())
    if is_road and not span.is_crossing and (match := grammar.CROSSING.match(norm, at)):
        return replace(span, end=match.end(), is_crossing=True)
    if match := grammar.AROUND.match(norm, at):
        return replace(span, end=match.end(), is_around=True)
    return span


def _attach_name(span: RawSpan, norm: str, following: list[Token]) -> RawSpan:
    token = next((token for token in following if token.start >= span.end), None)
    if token is None:
        return span
    last, between = span.tokens[-1], norm[span.end : token.start]
    is_child = token.level > last.level > 0 if token.level else True
    if is_child and token.text != last.text and grammar.GAP.fullmatch(between):
        return replace(span, end=token.end, tokens=(*span.tokens, token))
    if (
        between == "的"
        and not token.level
        and (span.is_around or last.level or last.text.endswith(grammar.SETTLEMENT_ENDS))
    ):
        return replace(span, end=token.end, tokens=(*span.tokens, token))
    roads = last.text.endswith(grammar.ROAD_ENDS) and token.text.endswith(grammar.ROAD_ENDS)
    if roads and grammar.JOINT.fullmatch(between) and (match := grammar.CROSSING.match(norm, token.end)):
        return replace(span, end=match.end(), tokens=(*span.tokens, token), is_crossing=True)
    return span
