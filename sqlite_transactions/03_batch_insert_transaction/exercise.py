"""Load a large input in batches that can be killed and resumed.

The schema and the report are given.  You write `load`.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

SCHEMA = """
CREATE TABLE bookings (
    id      INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    cents   INTEGER NOT NULL CHECK (cents <> 0),
    note    TEXT NOT NULL
) STRICT;
CREATE TABLE load_jobs (
    job       TEXT PRIMARY KEY NOT NULL,
    rows_done INTEGER NOT NULL        -- rows of the source that are stored or rejected
) STRICT;
CREATE TABLE rejected_batches (
    job       TEXT NOT NULL,
    first_row INTEGER NOT NULL,       -- how many rows of the source come before the batch
    row_count INTEGER NOT NULL,
    reason    TEXT NOT NULL           -- what the database said
) STRICT;
"""
"""The tables that the database already holds."""

type Row = tuple[int, int, str]
"""Account, cents, note.  Two rows may be equal: they are two bookings."""


@dataclass(frozen=True)
class LoadReport:
    """What one call of `load` did."""

    loaded: int
    """Rows that were stored by this call."""
    rejected: int
    """Rows in batches that were rejected by this call."""
    resumed_from: int
    """How many rows of the source earlier calls had dealt with; 0 for a new job."""


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Store the rows of a source in `bookings`, one transaction for each batch.

    When the same job is loaded again, after a kill or an error, the call goes on behind the
    last batch that was committed.  The source then starts with its first row again.

    A batch with a row that `bookings` refuses (`sqlite3.IntegrityError`) is not stored; it gets a
    row in `rejected_batches`, and the load goes on.

    Args:
        conn: An open connection in autocommit mode (`autocommit=True`): BEGIN, COMMIT and
            ROLLBACK are yours to execute.
        source: The rows, perhaps more than fit into memory, perhaps slow to come.
        batch: How many rows make a batch.  The last one may be shorter.
        job: The name under which `load_jobs` keeps how far the load got.

    Returns:
        What this call did.

    Raises:
        ValueError: `batch` is less than 1.
        Exception: Whatever the source raises, and every other error of the database.  The batches
            before it stay, nothing of the current one does, and no transaction is open.
    """
    # TODO task 1: store the rows in batches
    # TODO task 2: set a bad batch aside
    # TODO task 3: keep a checkpoint, and go on from it
    raise NotImplementedError
