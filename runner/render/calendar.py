"""A calendar of practice: one column per week, one row per weekday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from click import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runner.learner.practices import Day

WEEKS = 26
_SHADES = "·░▒▓█"
_NAMES = ("Mon", "", "Wed", "", "Fri", "", "Sun")


def weeks(days: Sequence[Day], today: date) -> list[list[tuple[date, int]]]:
    """The last weeks up to today, each a list of its days with their attempts.

    Args:
        days: on which something was done.
        today: the last day shown.
    """
    attempts = {each.day: each.attempts for each in days}
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    shown = [monday + timedelta(days=number) for number in range((today - monday).days + 1)]
    rows = [(day, attempts.get(day, 0)) for day in shown]
    return [rows[start : start + 7] for start in range(0, len(rows), 7)]


def shade(attempts: int) -> int:
    """How dark a day is, from 0 to 4.

    Args:
        attempts: on that day.
    """
    return sum(attempts > least for least in (0, 2, 6, 14))


def calendar(days: Sequence[Day], today: date) -> str:
    """The calendar as text.

    Args:
        days: on which something was done.
        today: the last day shown.
    """
    columns = weeks(days, today)
    lines = []
    for weekday, name in enumerate(_NAMES):
        cells = [
            _SHADES[shade(week[weekday][1])] if weekday < len(week) else " " for week in columns
        ]
        lines.append(f"  {name:<4}{style(' '.join(cells).rstrip(), fg='green')}")
    return "\n".join(lines)
