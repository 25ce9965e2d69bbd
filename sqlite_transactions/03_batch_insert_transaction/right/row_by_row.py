"""Reads with next(), writes row by row, and sets a bad batch aside with a savepoint."""

from solution import *


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Store the rows of a source, in transactions that Python opens."""
    if batch <= 0:
        raise ValueError("batch")
    found = conn.execute("SELECT rows_done FROM load_jobs WHERE job = ?", [job]).fetchone()
    if found is None:
        resumed_from = 0
    else:
        (resumed_from,) = found
    rows = iter(source)
    for _ in range(resumed_from):
        next(rows, None)
    first, loaded, rejected = resumed_from, 0, 0
    conn.autocommit = False
    try:
        while part := [row for _, row in zip(range(batch), rows, strict=False)]:
            conn.execute("SAVEPOINT batch")
            try:
                for account, cents, note in part:
                    conn.execute(
                        "INSERT INTO bookings VALUES (NULL, ?, ?, ?)", (account, cents, note)
                    )
                loaded += len(part)
            except sqlite3.IntegrityError as error:
                conn.execute("ROLLBACK TO batch")
                conn.execute(
                    "INSERT INTO rejected_batches VALUES (?, ?, ?, ?)",
                    (job, first, len(part), repr(error)),
                )
                rejected += len(part)
            first += len(part)
            conn.execute("INSERT OR REPLACE INTO load_jobs VALUES (?, ?)", (job, first))
            conn.commit()
        return LoadReport(loaded, rejected, resumed_from)
    finally:
        conn.rollback()
        conn.autocommit = True
