"""Thinks that a text in memory is smaller than its rows."""

import csv
import io

from solution import *

FAILS = "an_export_needs_little_memory"
SAYS = "none of them must be kept"


def export_csv(
    conn: sqlite3.Connection,
    sql: str,
    params: Sequence[object],
    path: Path,
    *,
    excel_safe: bool = False,
) -> int:
    """Build the whole file as one text first."""
    text = io.StringIO(newline="")
    count = 0
    cursor = conn.execute(sql, params)
    writer = csv.writer(text, quoting=csv.QUOTE_STRINGS)
    writer.writerow([name for name, *_ in cursor.description])
    for row in cursor:
        writer.writerow([_cell(value, excel_safe) for value in row])
        count += 1
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return count


def _cell(value: object, excel_safe: bool) -> object:
    if excel_safe and isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
