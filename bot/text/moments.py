"""What the words of one moment mean: a day, a part of it, a clock time (昨晚十一点)."""

import re
from datetime import datetime, timedelta
from typing import Final

from bot.text import calendars, time_words
from bot.text.calendars import Interval
from bot.text.numerals import parse_number

_YEARS: Final[dict[str, int]] = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}
_SHIFTS: Final[dict[str, int]] = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_WEEKDAYS: Final = "一二三四五六日"
_NOT_A_CLOCK: Final = re.compile(r"(?:都|也|儿|点|建议|意见|要求|问题|希望|疑问|想法|情况|没|不)")


def has_day(match: re.Match[str]) -> bool:
    """Say whether the words name a day, or a week, month, year or holiday."""
    names = (
        "day",
        "week_shift",
        "weekday",
        "weekly",
        "iso_year",
        "month_word",
        "year_word",
        "year",
        "month",
        "holiday",
        "bare_day",
    )
    return any(match[name] for name in names)


def has_clock(match: re.Match[str]) -> bool:
    """Say whether the words name a time of the clock."""
    return bool(match["hour"] or match["hh"])


def resolve_moment(match: re.Match[str], text: str, now: datetime) -> Interval | None:
    """Give the interval that a match of `time_words.MOMENT` means, or None when it is no time (一点都不好, 13月2号)."""
    is_anchored = bool(has_day(match) or match["part"] or match["every"])
    day = _resolve_day(match, now) if has_day(match) else calendars.day_interval(now, 0)
    if day is None or day.begins is None:
        return None
    clock = _read_clock(match, text, is_anchored=is_anchored)
    if has_clock(match) and clock is None:
        return None
    part = time_words.PARTS.get(match["part"]) if match["part"] else None
    begins: datetime = day.begins
    ends = day.ends
    if clock is not None:
        begins = ends = day.begins + timedelta(minutes=_in_day(clock, match["part"]))
    elif part is not None:
        begins, ends = day.begins + timedelta(hours=part[0]), day.begins + timedelta(hours=part[1])
    if not has_day(match) and begins > now:  # 半夜 said in the morning is last night
        back = timedelta(days=1)
        return Interval(begins - back, None if ends is None else ends - back)
    return Interval(begins, ends)


def _read_clock(match: re.Match[str], text: str, *, is_anchored: bool) -> int | None:
    """Give minutes after midnight as written, or None when the words are no clock time (一点都不, 两点建议)."""
    if match["hh"]:
        return int(match["hh"]) * 60 + int(match["mm"])
    if not match["hour"]:
        return None
    hour = parse_number(match["hour"])
    if hour is None or hour > 24:
        return None
    minute = 30 if match["half_hour"] else 0
    if match["quarter"]:
        minute = 15 if match["quarter"] == "一" else 45
    elif match["minute"] or match["few"]:
        minute = parse_number(match["minute"] or match["few"]) or 0
    is_plain = match[0].endswith("点")
    if is_plain and _NOT_A_CLOCK.match(text, match.end()):
        return None
    if is_plain and not is_anchored and match["hour"] == "一":
        return None
    return hour * 60 + minute if minute < 60 else None


def _in_day(minutes: int, part: str | None) -> int:
    """Give minutes after the day's midnight: 下午3点 is 15:00, 晚上12点 and 半夜两点 are in the next day."""
    begins, ends = time_words.PARTS.get(part or "", (0, 24))
    if minutes >= 13 * 60 or part is None:
        return minutes
    if ends > 20:  # the night: five to twelve are before midnight, the small hours after it
        return minutes + (720 if minutes >= 5 * 60 else 1440)
    if ends > 12:
        return minutes + 720 if minutes < min(begins - 1, 11) * 60 else minutes
    return minutes - 720 if part == "凌晨" and minutes >= 720 else minutes


def _resolve_day(match: re.Match[str], now: datetime) -> Interval | None:
    group = match.groupdict()
    if group["day"]:
        return calendars.day_interval(now, time_words.DAYS[group["day"]])
    if group["week_shift"] or group["weekday"] or group["weekly"]:
        shift = _SHIFTS[group["week_shift"].rstrip("个")] if group["week_shift"] else None
        name = group["shifted_weekday"] or group["weekday"]
        if name is None:
            return calendars.week_interval(now, shift or 0)
        if name == "末":
            return calendars.weekend_interval(now, shift)
        return calendars.weekday_interval(now, _WEEKDAYS.index("日") if name == "天" else _weekday(name), shift)
    if group["iso_year"]:
        return calendars.date_interval(now, int(group["iso_month"]), int(group["iso_day"]), int(group["iso_year"]))
    if group["month_word"]:
        word = group["month_word"].rstrip("月").rstrip("个")
        month = calendars.month_interval(now, _SHIFTS.get(word, 0))
        if group["word_day"] is None or month.begins is None:
            return month
        return calendars.date_interval(now, month.begins.month, parse_number(group["word_day"]) or 0, month.begins.year)
    return _resolve_date(group, now)


def _weekday(name: str) -> int:
    return int(name) - 1 if name.isdigit() else _WEEKDAYS.index(name)


def _resolve_date(group: dict[str, str | None], now: datetime) -> Interval | None:
    year = None
    if group["year_word"]:
        year = now.year + _YEARS[group["year_word"]]
    elif group["year"]:
        year = parse_number(group["year"])
    if group["holiday"]:
        return calendars.holiday_interval(now, group["holiday"], year)
    if group["month"]:
        month = parse_number(group["month"]) or 0
        if group["month_day"]:
            return calendars.date_interval(now, month, parse_number(group["month_day"]) or 0, year)
        first = calendars.date_interval(now, month, 1, year)
        return calendars.month_interval(first.begins, 0) if first and first.begins else None
    if group["bare_day"]:
        day = parse_number(group["bare_day"]) or 0
        found = calendars.date_interval(now, now.month, day, now.year)
        if found and found.begins and found.begins > now:
            before = calendars.month_interval(now, -1).begins
            found = calendars.date_interval(now, before.month, day, before.year) if before else None
        return found
    return calendars.year_interval(year) if year else None
