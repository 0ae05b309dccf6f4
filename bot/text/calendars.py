"""Intervals of the Chinese calendar: days, weeks, months and holidays around a given moment.

Units: aware datetimes in China time (UTC+8 all year); intervals begin inclusive and end exclusive.
"""

from datetime import date, datetime, timedelta, timezone
from typing import Final, NamedTuple

CHINA_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has had one zone and no summer time since 1992."""


class Interval(NamedTuple):
    """A stretch of time; None where it is open."""

    begins: datetime | None
    """The first moment."""
    ends: datetime | None
    """The moment after the last one."""


FIXED_HOLIDAYS: Final[dict[str, tuple[int, int, int]]] = {
    "元旦": (1, 1, 3),
    "清明": (4, 4, 3),
    "五一": (5, 1, 5),
    "劳动节": (5, 1, 5),
    "国庆": (10, 1, 7),
    "十一": (10, 1, 7),
    "妇女节": (3, 8, 1),
    "儿童节": (6, 1, 1),
    "圣诞": (12, 25, 1),
}
"""Holidays of the solar calendar: first month and day, number of days off."""

LUNAR_HOLIDAYS: Final[dict[str, tuple[str, int, int]]] = {
    "除夕": ("春节", -1, 1),
    "春节": ("春节", -1, 8),
    "过年": ("春节", -1, 8),
    "元宵": ("春节", 14, 1),
    "端午": ("端午", 0, 3),
    "中秋": ("中秋", 0, 3),
}
"""Holidays of the lunar calendar: anchor, days from it to the first day, number of days."""

LUNAR_DATES: Final[dict[str, tuple[str, ...]]] = {
    "春节": (
        "2020-01-25",
        "2021-02-12",
        "2022-02-01",
        "2023-01-22",
        "2024-02-10",
        "2025-01-29",
        "2026-02-17",
        "2027-02-06",
        "2028-01-26",
        "2029-02-13",
        "2030-02-03",
    ),
    "端午": (
        "2020-06-25",
        "2021-06-14",
        "2022-06-03",
        "2023-06-22",
        "2024-06-10",
        "2025-05-31",
        "2026-06-19",
        "2027-06-09",
        "2028-05-28",
        "2029-06-16",
        "2030-06-05",
    ),
    "中秋": (
        "2020-10-01",
        "2021-09-21",
        "2022-09-10",
        "2023-09-29",
        "2024-09-17",
        "2025-10-06",
        "2026-09-25",
        "2027-09-15",
        "2028-10-03",
        "2029-09-22",
        "2030-09-12",
    ),
}
"""First days of the lunar festivals.

Source: Hong Kong Observatory, Gregorian-Lunar calendar conversion tables.
"""

_AHEAD: Final = timedelta(days=60)


def midnight(moment: datetime) -> datetime:
    """Give the first moment of the day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def day_interval(now: datetime, offset: int, days: int = 1) -> Interval:
    """Give whole days, the first one `offset` days from today."""
    begins = midnight(now) + timedelta(days=offset)
    return Interval(begins, begins + timedelta(days=days))


def week_interval(now: datetime, offset: int) -> Interval:
    """Give a week from Monday on, `offset` weeks from this one."""
    return day_interval(now, 7 * offset - now.weekday(), 7)


def weekday_interval(now: datetime, weekday: int, offset: int | None) -> Interval:
    """Give a day of a week (Monday is 0); without an offset the latest one that has begun."""
    if offset is None:
        return day_interval(now, -((now.weekday() - weekday) % 7))
    return day_interval(now, 7 * offset - now.weekday() + weekday)


def weekend_interval(now: datetime, offset: int | None) -> Interval:
    """Give Saturday and Sunday of a week; without an offset the latest weekend that has begun."""
    if offset is None:
        offset = 0 if now.weekday() >= 5 else -1
    return day_interval(now, 7 * offset - now.weekday() + 5, 2)


def month_interval(now: datetime, offset: int) -> Interval:
    """Give a calendar month, `offset` months from this one."""
    return Interval(_first_of_month(now, offset), _first_of_month(now, offset + 1))


def year_interval(year: int) -> Interval:
    """Give a calendar year."""
    return Interval(datetime(year, 1, 1, tzinfo=CHINA_TIME), datetime(year + 1, 1, 1, tzinfo=CHINA_TIME))


def shift_months(moment: datetime, months: int) -> datetime:
    """Give the same day and time some months away, or the last day of a month too short for it."""
    first = _first_of_month(moment, months)
    last = _first_of_month(moment, months + 1) - timedelta(days=1)
    return moment.replace(year=first.year, month=first.month, day=min(moment.day, last.day))


def date_interval(now: datetime, month: int, day: int, year: int | None = None) -> Interval | None:
    """Give one date, or None when there is none such.

    Without a year it is the latest such date that has begun, or the coming one when at most 60 days away: residents
    tell what has happened.
    """
    if year is not None:
        return _date_in_year(year, month, day)
    candidates = [_date_in_year(now.year + shift, month, day) for shift in (1, 0, -1, -2, -3, -4)]
    for candidate in candidates:
        if candidate is not None and candidate.begins is not None and candidate.begins <= now + _AHEAD:
            return candidate
    return None


def holiday_interval(now: datetime, name: str, year: int | None = None) -> Interval | None:
    """Give the days of a holiday, nearest as in `date_interval`; None outside the table of lunar dates."""
    if name in FIXED_HOLIDAYS:
        month, day, days = FIXED_HOLIDAYS[name]
        first = date_interval(now, month, day, year)
        begins = None if first is None else first.begins
    else:
        anchor, shift, days = LUNAR_HOLIDAYS[name]
        dates = [date.fromisoformat(text) for text in LUNAR_DATES[anchor]]
        starts = [datetime(d.year, d.month, d.day, tzinfo=CHINA_TIME) + timedelta(days=shift) for d in dates]
        wanted = [
            start
            for start, d in zip(starts, dates, strict=True)
            if (d.year == year if year is not None else now - timedelta(days=400) < start <= now + _AHEAD)
        ]
        begins = wanted[-1] if wanted else None
    return None if begins is None else Interval(begins, begins + timedelta(days=days))


def _first_of_month(moment: datetime, offset: int) -> datetime:
    years, month = divmod(moment.year * 12 + moment.month - 1 + offset, 12)
    return midnight(moment).replace(year=years, month=month + 1, day=1)


def _date_in_year(year: int, month: int, day: int) -> Interval | None:
    try:
        begins = datetime(year, month, day, tzinfo=CHINA_TIME)
    except ValueError:
        return None
    return Interval(begins, begins + timedelta(days=1))
