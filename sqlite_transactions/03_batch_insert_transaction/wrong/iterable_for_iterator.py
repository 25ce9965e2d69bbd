"""Thinks that islice goes on where the last one stopped: with a list it starts over."""

from solution import *

FAILS = "every_row_is_stored"
SAYS = "load() started its source a second time"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """An iterator remembers its place, another iterable does not."""
    if batch < 1:
        raise ValueError
    start = done = rows_done(conn, job)
    rejected = 0
    for _ in islice(source, start):
        pass
    while rows := list(islice(source, batch)):
        rejected += len(rows) * (not store(conn, job, done, rows))
        done += len(rows)
    return LoadReport(done - start - rejected, rejected, start)
