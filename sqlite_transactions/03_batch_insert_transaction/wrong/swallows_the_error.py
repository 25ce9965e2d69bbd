"""Thinks that what was loaded before the source broke is a good end."""

from solution import *
from solution import load as good

FAILS = "a_second_run_goes_on"
SAYS = "a caller who sees no exception believes that everything is loaded"


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
