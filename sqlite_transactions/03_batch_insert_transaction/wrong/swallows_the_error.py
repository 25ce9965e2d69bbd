"""Thinks that what was loaded before an error is a good end."""

from solution import *
from solution import load as good

FAILS = "another_error_ends_the_load"
SAYS = "swallowed the OverflowError: only an IntegrityError is about a bad row"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Return whatever happens."""
    start = rows_done(conn, job)
    try:
        return good(conn, source, batch=batch, job=job)
    except ValueError:
        raise
    except Exception:
        return LoadReport(rows_done(conn, job) - start, 0, start)
