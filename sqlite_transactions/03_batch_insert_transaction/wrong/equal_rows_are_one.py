"""Thinks that a row that is there already has been loaded already."""

from solution import *

FAILS = "every_row_is_stored"
SAYS = "also one that equals another"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Tell rows apart by their content, so that no checkpoint is needed."""
    if batch < 1:
        raise ValueError
    loaded = 0
    for rows in batched(source, batch):
        with transaction(conn):
            for row in rows:
                loaded += conn.execute(
                    "INSERT INTO bookings (account, cents, note) SELECT ?1, ?2, ?3 WHERE NOT EXISTS"
                    " (SELECT 1 FROM bookings WHERE (account, cents, note) = (?1, ?2, ?3))",
                    row,
                ).rowcount
    return LoadReport(loaded, 0, 0)
