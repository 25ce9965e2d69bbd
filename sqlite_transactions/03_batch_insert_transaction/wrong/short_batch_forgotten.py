"""Writes whenever the buffer is full, and forgets what is in it at the end."""

from solution import *

FAILS = "every_row_is_stored"
SAYS = "also those of a short last batch"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Only full batches are written."""
    start = done = rows_done(conn, job)
    buffer: list[Row] = []
    for row in islice(source, start, None):
        buffer.append(row)
        if len(buffer) == batch:
            store(conn, job, done, buffer)
            done += len(buffer)
            buffer = []
    return LoadReport(done - start, 0, start)
