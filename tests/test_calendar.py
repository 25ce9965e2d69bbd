"""The calendar of practice."""

from datetime import date

from click import unstyle

from runner.learner.practices import Day
from runner.render.calendar import WEEKS, calendar, shade, weeks

TODAY = date(2026, 11, 21)  # a Saturday


def test_weeks_begin_on_monday_and_end_today():
    """Whole weeks, the last one up to today."""
    shown = weeks([Day(date(2026, 11, 20), 3, 1)], TODAY)
    assert len(shown) == WEEKS
    assert all(week[0][0].weekday() == 0 for week in shown)
    assert shown[-1][-1] == (TODAY, 0)
    assert shown[-1][4] == (date(2026, 11, 20), 3)


def test_more_attempts_are_darker():
    """Nothing is the lightest; every shade is used."""
    assert [shade(n) for n in (0, 1, 3, 7, 15, 1000)] == [0, 1, 2, 3, 4, 4]


def test_each_weekday_has_a_row():
    """Friday's attempts stand in the row of Fridays; Sunday has not come."""
    rows = unstyle(calendar([Day(date(2026, 11, 20), 30, 1)], TODAY)).splitlines()
    assert len(rows) == 7
    assert rows[4].endswith("█")
    assert rows[6].split()[0] == "Sun"
    assert len(rows[6].split()) == WEEKS  # the name, and a week less
