"""Time expressions of a report, resolved against the moment it was written."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.text import calendars, time_words
from bot.text.calendars import CHINA_TIME, Interval
from bot.text.moments import has_clock, has_day, resolve_moment
from bot.text.normalise import NormalText, as_normal
from bot.text.numerals import DIGITS, parse_number

_OPEN: Final = Interval(None, None)
_SPANS: Final[dict[str, timedelta]] = {
    "分钟": timedelta(minutes=1),
    "小时": timedelta(hours=1),
    "钟头": timedelta(hours=1),
    "天": timedelta(days=1),
    "夜": timedelta(days=1),
    "周": timedelta(weeks=1),
    "星期": timedelta(weeks=1),
    "礼拜": timedelta(weeks=1),
}
_MONTHS: Final[dict[str, int]] = {"月": 1, "年": 12}
_RECENT: Final = re.compile("|".join(sorted(time_words.RECENT, key=len, reverse=True)))
_ALWAYS: Final = re.compile("|".join(time_words.ALWAYS))
_MOST: Final = 1200


@dataclass(frozen=True)
class TimeSpan:
    """A time expression and the interval it means.

    Units: aware datetimes in China time; a moment begins and ends at once; None where the interval is open or unknown.
    """

    text: str
    """The characters of the original."""
    start: int
    """Offset of the first character."""
    end: int
    """Offset after the last character."""
    begins: datetime | None
    """When it begins."""
    ends: datetime | None
    """When it ends, exclusive."""
    recurring: bool
    """Whether it keeps happening; the interval is then the occurrence that `now` belongs to or that came last."""


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    interval: Interval
    is_recurring: bool = False
    match: re.Match[str] | None = None


def find_times(text: str | NormalText, now: datetime) -> tuple[TimeSpan, ...]:
    """Find the time expressions in a text: 昨晚十一点, 连续三天, 从上周起, 每天晚上10点以后, 11月3号, 国庆期间.

    A time without a day is the latest one that has begun (半夜 is last night); a date without a year likewise.

    Args:
        text: what was written.
        now: when it was written, aware.

    Returns:
        The expressions in order, apart from each other. Shape: offsets in characters of the original, end exclusive.

    Raises:
        ValueError: if `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware of its time zone")
    moment = now.astimezone(CHINA_TIME)
    normal = as_normal(text)
    atoms = _without_overlaps(found for find in _FINDERS for found in find(normal.text, moment))
    joined = _join(normal.text, atoms, moment)
    return tuple(
        TimeSpan(*normal.span(found.start, found.end), *found.interval, found.is_recurring) for found in joined
    )


def _without_overlaps(found: Iterator[_Found]) -> list[_Found]:
    chosen: list[_Found] = []
    for atom in sorted(found, key=lambda atom: (atom.start, -atom.end)):
        if chosen and atom.start < chosen[-1].end:
            if atom.end - atom.start > chosen[-1].end - chosen[-1].start:
                chosen[-1] = atom
        else:
            chosen.append(atom)
    return chosen


def _join(text: str, atoms: list[_Found], now: datetime) -> Iterator[_Found]:
    """Join 8点 and 10点 in 8点到10点, and open intervals with 从, 起, 以后, 以前."""
    index = 0
    while index < len(atoms):
        atom = atoms[index]
        begins, ends = atom.interval
        start, end = atom.start, atom.end
        following = atoms[index + 1] if index + 1 < len(atoms) else None
        opened = time_words.FROM.search(text, max(0, start - 2), start)
        joint = time_words.BETWEEN.fullmatch(text, end, following.start) if following else None
        if following and joint and (end_interval := _end_of_range(atom, following)):
            ends, end, index = end_interval.ends, following.end, index + 1
            start = opened.start() if opened else start
        elif onward := time_words.ONWARD.match(text, end):
            ends, end = None, onward.end()
            start = opened.start() if opened else start
        elif until := time_words.UNTIL.match(text, end):
            begins, ends, end = None, begins, until.end()
        elif opened and begins is not None and begins <= now:
            start, ends = opened.start(), None
        index += 1
        yield _Found(start, end, Interval(begins, ends), atom.is_recurring)


def _end_of_range(first: _Found, second: _Found) -> Interval | None:
    begins = first.interval.begins
    interval = second.interval
    if begins is None or interval.ends is None:
        return None
    match = second.match
    if match is not None and has_clock(match) and not has_day(match):
        hour = (interval.ends - calendars.midnight(interval.ends)).seconds
        ends = calendars.midnight(begins) + timedelta(seconds=hour)
        is_bare = match["part"] is None
        while ends <= begins:
            ends += timedelta(hours=12 if is_bare else 24)
        return Interval(begins, ends)
    if match is not None and not has_day(match) and interval.begins is not None:  # 晚上到凌晨
        while interval.ends <= begins:
            interval = Interval(None, interval.ends + timedelta(days=1))
    return interval if interval.ends is not None and interval.ends >= begins else None


def _find_moments(text: str, now: datetime) -> Iterator[_Found]:
    for match in time_words.MOMENT.finditer(text):
        if not (has_day(match) or match["part"] or has_clock(match)):
            if match["every"] in ("每天", "每日"):
                yield _Found(match.start(), match.start() + 2, calendars.day_interval(now, 0), is_recurring=True)
            continue
        interval = resolve_moment(match, text, now)
        if interval is not None:
            last = match.start() + len(match[0].rstrip("的 "))
            yield _Found(match.start(), last, interval, match["every"] is not None, match)


def _read_amount(words: str, half: str | None, and_half: str | None) -> float:
    extra = 0.5 if half or and_half else 0.0
    if words == "半":
        return 0.5
    if words in time_words.VAGUE:
        return time_words.VAGUE[words] + extra
    if len(words) == 2 and all(char in DIGITS for char in words):  # 三四天
        return max(DIGITS[char] for char in words) + extra
    return (parse_number(words) or 0) + extra


def _shift(now: datetime, amount: float, unit: str, sign: int) -> datetime:
    if unit in _MONTHS:
        months = amount * _MONTHS[unit]
        return calendars.shift_months(now, sign * int(months)) + sign * timedelta(days=30 * (months - int(months)))
    return now + sign * amount * _SPANS[unit]


def _find_amounts(
    pattern: re.Pattern[str], resolve: Callable[[re.Match[str], float, str, datetime], Interval]
) -> Callable[[str, datetime], Iterator[_Found]]:
    def find(text: str, now: datetime) -> Iterator[_Found]:
        for match in pattern.finditer(text):
            group = match.groupdict()
            suffix = "_after" if group.get("amount_after") else ""
            amount = _read_amount(group[f"amount{suffix}"], group[f"half{suffix}"], group[f"and_half{suffix}"])
            if 0 < amount <= _MOST:
                yield _Found(match.start(), match.end(), resolve(match, amount, group[f"unit{suffix}"], now))

    return find


def _resolve_elapsed(match: re.Match[str], amount: float, unit: str, now: datetime) -> Interval:
    way = match["way"].lstrip("以之")
    if way == "内":
        return Interval(now, _shift(now, amount, unit, 1))
    point = _shift(now, amount, unit, -1 if way == "前" else 1)
    if unit in ("分钟", "小时", "钟头"):
        return Interval(point, point)
    if unit == "年" and amount >= 1:
        return calendars.year_interval(point.year)
    if unit in _MONTHS and amount >= 1:
        return calendars.month_interval(point, 0)
    return calendars.week_interval(point, 0) if unit in ("周", "星期", "礼拜") else calendars.day_interval(point, 0)


def _resolve_lately(match: re.Match[str], amount: float, unit: str, now: datetime) -> Interval:
    if unit in ("天", "夜") and match["which"] == "前":
        return Interval(calendars.midnight(now - timedelta(days=amount)), calendars.midnight(now))
    if unit in ("天", "夜"):
        return Interval(calendars.midnight(now - timedelta(days=max(amount - 1, 0))), now)
    return Interval(_shift(now, amount, unit, -1), now)


def _resolve_lasting(_: re.Match[str], amount: float, unit: str, now: datetime) -> Interval:
    return Interval(_shift(now, amount, unit, -1), now)


def _find_recent(text: str, now: datetime) -> Iterator[_Found]:
    for match in _RECENT.finditer(text):
        begins, ends = (now - timedelta(hours=hours) for hours in time_words.RECENT[match[0]])
        yield _Found(match.start(), match.end(), Interval(begins, ends))


def _find_always(text: str, _: datetime) -> Iterator[_Found]:
    for match in _ALWAYS.finditer(text):
        yield _Found(match.start(), match.end(), _OPEN, is_recurring=True)


_FINDERS: Final[tuple[Callable[[str, datetime], Iterator[_Found]], ...]] = (
    _find_moments,
    _find_amounts(time_words.ELAPSED, _resolve_elapsed),
    _find_amounts(time_words.LATELY, _resolve_lately),
    _find_amounts(time_words.LASTING, _resolve_lasting),
    _find_recent,
    _find_always,
)
