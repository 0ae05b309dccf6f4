"""Workdays in China, from the ``chinesecalendar`` package, which follows the State Council's yearly notice."""

from __future__ import annotations

from datetime import date

import chinese_calendar


class ChineseCalendar:
    """See ``bot.domain.deadlines.Calendar``."""

    def is_workday(self, day: date) -> bool:
        """Official workdays and make-up days; Monday to Friday for years not announced yet."""
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return day.weekday() < 5
