"""Note figures that are worth comparing: batch sizes, ways to load, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runner.charts import Chart, Figure
from runner.instruments.sqlstate import active

if TYPE_CHECKING:
    from collections.abc import Mapping


def figures(
    values: Mapping[str, float],
    unit: str = "",
    *,
    title: str = "",
    notes: Mapping[str, str] | None = None,
) -> Chart:
    """A bar chart of some figures; in a check `drills trace` shows it.

    Args:
        values: by name, in the order to show them.
        unit: what they are: `"rows/s"`, `"ms"`.
        title: what is compared.
        notes: what stands beside a value, by name.

    Returns:
        The chart: `print` draws it, `as_html` gives it for a page.
    """
    beside = notes or {}
    chart = Chart(
        title,
        unit,
        tuple(Figure(name, float(value), beside.get(name, "")) for name, value in values.items()),
    )
    if (log := active()) is not None:
        log.note_chart(chart)
    return chart
