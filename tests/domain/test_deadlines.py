"""When a ticket is due, over lunch, nights, weekends and a real holiday with its make-up days.

Source of the holiday: the State Council's notice for 2025 (1 to 8 October off, 28 September and 11 October worked).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from bot.calendar import ChineseCalendar
from bot.domain.deadlines import GREEN, LOCAL, RED, UNITS, YELLOW, Deadline, light
from bot.domain.errors import InvalidReport

CALENDAR = ChineseCalendar()


class EveryDay:
    """A calendar without days off."""

    def is_workday(self, day: date) -> bool:
        """Always."""
        return True


def local(text: str) -> datetime:
    """A local time written like 2025-09-26 10:00."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)


def due(amount: int, unit: str, start: str) -> str:
    """When it is due, as local time."""
    return Deadline(amount, unit).due(local(start), CALENDAR).astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [(30, "minutes", "2025-10-04 23:50"), (2, "hours", "2025-10-05 01:20"), (48, "hours", "2025-10-06 23:20")],
)
def test_minutes_and_hours_run_through_nights_and_holidays(amount: int, unit: str, expected: str) -> None:
    """An emergency waits for no office."""
    assert due(amount, unit, "2025-10-04 23:20") == expected


@pytest.mark.parametrize(
    ("amount", "start", "expected"),
    [
        (1, "2025-09-22 09:30", "2025-09-22 10:30"),
        (1, "2025-09-22 11:00", "2025-09-22 12:00"),
        (1, "2025-09-22 11:30", "2025-09-22 13:30"),
        (2, "2025-09-22 12:20", "2025-09-22 15:00"),
        (1, "2025-09-22 16:30", "2025-09-23 09:30"),
        (1, "2025-09-22 17:00", "2025-09-23 10:00"),
        (1, "2025-09-22 22:00", "2025-09-23 10:00"),
        (1, "2025-09-22 03:00", "2025-09-22 10:00"),
        (7, "2025-09-22 09:00", "2025-09-22 17:00"),
        (8, "2025-09-22 09:00", "2025-09-23 10:00"),
        (2, "2025-09-19 16:00", "2025-09-22 10:00"),
        (2, "2025-09-20 10:00", "2025-09-22 11:00"),
        (2, "2025-09-26 16:00", "2025-09-28 10:00"),
        (2, "2025-09-30 16:00", "2025-10-09 10:00"),
    ],
    ids=[
        "in the morning",
        "to the end of the morning",
        "over lunch",
        "filed at lunch",
        "over night",
        "filed at closing time",
        "filed at night",
        "filed before opening",
        "a whole day",
        "a day and an hour",
        "over a weekend",
        "filed on a Saturday",
        "into a make-up Sunday",
        "over the holiday",
    ],
)
def test_working_hours_count_only_while_offices_are_open(amount: int, start: str, expected: str) -> None:
    """9 to 12 and 13 to 17 local time on workdays."""
    assert due(amount, "working_hours", start) == expected


@pytest.mark.parametrize(
    ("amount", "start", "expected"),
    [
        (1, "2025-09-22 10:00", "2025-09-23 17:00"),
        (1, "2025-09-22 23:59", "2025-09-23 17:00"),
        (1, "2025-09-19 10:00", "2025-09-22 17:00"),
        (3, "2025-09-26 10:00", "2025-09-30 17:00"),
        (4, "2025-09-26 10:00", "2025-10-09 17:00"),
        (1, "2025-10-03 10:00", "2025-10-09 17:00"),
        (2, "2025-10-09 10:00", "2025-10-11 17:00"),
        (3, "2025-10-09 10:00", "2025-10-13 17:00"),
    ],
    ids=[
        "the next day",
        "filed late",
        "over a weekend",
        "through a make-up Sunday",
        "over the holiday",
        "filed in the holiday",
        "to a make-up Saturday",
        "past it",
    ],
)
def test_working_days_begin_tomorrow_and_end_at_closing_time(amount: int, start: str, expected: str) -> None:
    """Weekends and holidays do not count, make-up days do."""
    assert due(amount, "working_days", start) == expected


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("zone", [LOCAL, timezone.utc, timezone(timedelta(hours=-5))])
def test_due_time_is_aware_utc_and_later(unit: str, zone: timezone) -> None:
    """Whatever zone the start is written in, the moment is the same and told in UTC."""
    start = datetime(2026, 3, 2, 2, 0, tzinfo=timezone.utc)
    found = Deadline(3, unit).due(start.astimezone(zone), EveryDay())
    assert found.utcoffset() == timedelta(0)
    assert found == Deadline(3, unit).due(start, EveryDay())
    assert found > start


@pytest.mark.parametrize("hours", range(1, 30))
def test_one_more_working_hour_is_never_due_earlier(hours: int) -> None:
    """The due time grows with the amount."""
    start = local("2025-09-26 11:40")
    first = Deadline(hours, "working_hours").due(start, CALENDAR)
    assert Deadline(hours + 1, "working_hours").due(start, CALENDAR) > first


@pytest.mark.parametrize(("amount", "unit"), [(0, "hours"), (-1, "hours"), (100_001, "hours"), (1, "weeks"), (1, "")])
def test_impossible_length_is_refused(amount: int, unit: str) -> None:
    """A bad row of the taxonomy never becomes a deadline."""
    with pytest.raises(InvalidReport):
        Deadline(amount, unit)


@pytest.mark.parametrize(
    ("amount", "unit", "label"),
    [(5, "working_days", "5个工作日"), (30, "minutes", "30分钟"), (2, "working_hours", "2个工作小时")],
)
def test_length_has_words(amount: int, unit: str, label: str) -> None:
    """As residents and operators read it."""
    assert Deadline(amount, unit).label == label


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [("2025-10-01", False), ("2025-09-28", True), ("2025-10-11", True), ("2025-10-12", False), ("2099-01-01", True)],
)
def test_calendar_knows_holidays_and_make_up_days(day: str, is_worked: bool) -> None:
    """Years not announced yet go by the day of the week."""
    assert CALENDAR.is_workday(date.fromisoformat(day)) is is_worked


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(0, GREEN), (74.9, GREEN), (75, YELLOW), (100, YELLOW), (100.1, RED), (1000, RED)],
)
def test_light_turns_yellow_in_the_last_quarter_and_red_after_it(hours: float, expected: str) -> None:
    """Of a hundred hours 75 are green; the due moment itself is not too late."""
    start = local("2025-09-22 09:00")
    assert light(start, start + timedelta(hours=100), start + timedelta(hours=hours)) == expected
