"""Thinks that one transaction for everything is the safest."""

from solution import *

FAILS = "a_commit_for_each_batch"
SAYS = "were saved in 1 commits"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Load everything or nothing: there is never anything to resume."""
    start = rows_done(conn, job)
    rows = list(islice(source, start, None))
    if batch < 1:
        raise ValueError
    with transaction(conn):
        conn.executemany("INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows)
        set_checkpoint(conn, job, start + len(rows))
    return LoadReport(len(rows), 0, start)
