"""Makes a list of the rows that it skips."""

from solution import *

FAILS = "skipped_rows_are_not_kept"
SAYS = "rows that are passed over are not kept"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """The longer the first run has worked, the more memory the second one takes."""
    if batch < 1:
        raise ValueError
    start = done = rows_done(conn, job)
    rejected = 0
    iterator = iter(source)
    _passed = list(islice(iterator, start))
    while rows := list(islice(iterator, batch)):
        rejected += len(rows) * (not store(conn, job, done, rows))
        done += len(rows)
    return LoadReport(done - start - rejected, rejected, start)
