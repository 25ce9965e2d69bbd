"""Reads the whole source into a list, to cut it into slices."""

from solution import *
from solution import load as good

FAILS = "memory_stays_flat"
SAYS = "a source may be larger than memory"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Slices are easy to write, and need everything at once."""
    return good(conn, list(source), batch=batch, job=job)
