"""Figures become bars, and are noted with the check that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runner.api import figures
from runner.charts import number

if TYPE_CHECKING:
    from runner.instruments.sqllog import SqlLog


def test_bars_are_as_long_as_their_values() -> None:
    """The greatest fills the width, half of it half; nothing has no bar, little has some."""
    chart = figures({"copy": 1000, "rows": 500, "none": 0, "few": 0.1}, "rows/s")
    lengths = [bar.count("█") for bar in chart.bars(20)]
    assert lengths == [20, 10, 0, 0]
    assert "▏" in chart.bars(20)[3]
    assert "1,000 rows/s" in chart.bars(20)[0]


def test_a_printed_chart_has_its_title_and_notes() -> None:
    """`print(chart)` is all that a solution needs."""
    text = str(figures({"copy": 2, "rows": 1}, title="Loading", notes={"rows": "the naive way"}))
    title, copy, rows = text.splitlines()
    assert title == "Loading"
    assert copy.startswith("copy  ███")
    assert rows.endswith("the naive way")


def test_html_is_escaped() -> None:
    """What an answer names a figure is text."""
    page = figures({"<b>": 1}, "<i>", title="<u>").as_html()
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    assert "width:100.00%" in page


def test_nothing_to_draw() -> None:
    """No figures, or none above zero, are no error."""
    assert figures({}).bars() == []
    assert "-3" in figures({"x": -3}).bars()[0]


def test_numbers_are_for_people() -> None:
    """Three digits that count."""
    assert [number(value) for value in (0, 12, 1234567.8, 0.01234, 3.14159)] == [
        "0", "12", "1,234,568", "0.0123", "3.14",
    ]  # fmt: skip


def test_a_check_notes_them(log: SqlLog) -> None:
    """They stay with the check until the next one starts."""
    chart = figures({"copy": 1})
    assert log.charts == [chart]
    log.start_check()
    assert log.charts == []
