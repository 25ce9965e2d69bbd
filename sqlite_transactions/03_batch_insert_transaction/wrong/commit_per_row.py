"""Thinks that the safest is to save every row at once."""

from solution import *
from solution import load as good

FAILS = "a_commit_for_each_batch"
SAYS = "were saved in 7 commits"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Make each row a batch."""
    if batch < 1:
        raise ValueError
    return good(conn, source, batch=1, job=job)
