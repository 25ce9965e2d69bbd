"""Keeps the number of batches, and trusts that batches never change their size."""

from solution import *

FAILS = "a_second_run_goes_on"
SAYS = "the rows of the source that the first run had stored or rejected"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Multiply by the size of today's batches."""
    start = rows_done(conn, job) * batch
    done, rejected = start, 0
    for rows in batched(islice(source, start, None), batch):
        done += len(rows)
        rejected += len(rows) * (not store_numbered(conn, job, done - len(rows), rows, batch))
    return LoadReport(done - start - rejected, rejected, start)


def store_numbered(
    conn: sqlite3.Connection, job: str, first: int, rows: Sequence[Row], batch: int
) -> bool:
    """Store a batch, and note its number."""
    number = first // batch + 1
    try:
        with transaction(conn):
            conn.executemany("INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows)
            set_checkpoint(conn, job, number)
    except sqlite3.IntegrityError as error:
        with transaction(conn):
            conn.execute(
                "INSERT INTO rejected_batches VALUES (?, ?, ?, ?)",
                (job, first, len(rows), str(error)),
            )
            set_checkpoint(conn, job, number)
        return False
    return True
