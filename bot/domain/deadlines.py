"""When a ticket is due: minutes, hours, working hours or working days, over a calendar given by the caller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Protocol

from bot.domain.errors import InvalidReport

LOCAL = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time without summer time, so a fixed offset is exact."""

_UNIT_LABELS = {"minutes": "分钟", "hours": "小时", "working_hours": "个工作小时", "working_days": "个工作日"}
UNITS = tuple(_UNIT_LABELS)
MORNING = (time(9), time(12))
AFTERNOON = (time(13), time(17))


class Calendar(Protocol):
    """Which days are worked."""

    def is_workday(self, day: date) -> bool:
        """True when offices are open on ``day`` (local date)."""


@dataclass(frozen=True)
class Deadline:
    """A length of time in one of UNITS."""

    amount: int
    unit: str

    def __post_init__(self) -> None:
        """Raises: InvalidReport: unit or amount out of range."""
        if self.unit not in UNITS:
            raise InvalidReport(f"unit: {self.unit!r} is not one of {', '.join(UNITS)}")
        if not 0 < self.amount <= 100_000:
            raise InvalidReport(f"deadline: {self.amount} is not between 1 and 100000")

    @property
    def label(self) -> str:
        """The length in words, e.g. 5个工作日."""
        return f"{self.amount}{_UNIT_LABELS[self.unit]}"

    def due(self, start: datetime, calendar: Calendar) -> datetime:
        """The moment the time is up. ``start`` is aware; the answer is aware, UTC.

        A working day counts from the next workday and ends at 17:00 local time of the last one.
        """
        start = start.astimezone(timezone.utc)
        if self.unit == "minutes":
            return start + timedelta(minutes=self.amount)
        if self.unit == "hours":
            return start + timedelta(hours=self.amount)
        local = start.astimezone(LOCAL)
        if self.unit == "working_days":
            day, left = local.date(), self.amount
            while left:
                day += timedelta(days=1)
                left -= calendar.is_workday(day)
            return datetime.combine(day, AFTERNOON[1], LOCAL).astimezone(timezone.utc)
        return self._due_in_working_hours(local, calendar)

    def _due_in_working_hours(self, local: datetime, calendar: Calendar) -> datetime:
        left = timedelta(hours=self.amount)
        day = local.date()
        while True:
            if calendar.is_workday(day):
                for opens, closes in (MORNING, AFTERNOON):
                    begin = max(local, datetime.combine(day, opens, LOCAL))
                    end = datetime.combine(day, closes, LOCAL)
                    if begin >= end:
                        continue
                    if left <= end - begin:
                        return (begin + left).astimezone(timezone.utc)
                    left -= end - begin
            day += timedelta(days=1)


class Light(str):
    """红黄绿: green on time, yellow at risk, red overdue."""


GREEN, YELLOW, RED = Light("green"), Light("yellow"), Light("red")


def light(created_at: datetime, due_at: datetime, now: datetime) -> Light:
    """Green in the first three quarters of the time, yellow in the last quarter, red after it."""
    if now > due_at:
        return RED
    if now - created_at >= (due_at - created_at) * 3 / 4:
        return YELLOW
    return GREEN
