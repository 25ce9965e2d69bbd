"""Returns a variable of the loop, which is not there when the export is empty."""

from solution import *

FAILS = "an_import_comes_in_any_order"
SAYS = "an import of no records raised UnboundLocalError"


def import_orders(conn: sqlite3.Connection, records: Iterable[Record]) -> int:
    """The number of the last record."""
    with transaction(conn):
        for number, (table, values) in enumerate(records, start=1):
            marks = ", ".join("?" * len(values))
            conn.execute(f"INSERT INTO {table} VALUES ({marks})", values)
            stored = number
    return stored  # pyright: ignore[reportPossiblyUnboundVariable]
