"""Counts only the stored rows, and so skips too little after a rejected batch."""

from solution import *

FAILS = "a_second_run_goes_on"
SAYS = "the rows of the source that the first run had stored or rejected"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Leave rejected rows out of the checkpoint."""
    start = rows_done(conn, job)
    stored, rejected = start, 0
    for rows in batched(islice(source, start, None), batch):
        try:
            with transaction(conn):
                conn.executemany(
                    "INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows
                )
                set_checkpoint(conn, job, stored + len(rows))
            stored += len(rows)
        except sqlite3.IntegrityError as error:
            with transaction(conn):
                conn.execute(
                    "INSERT INTO rejected_batches VALUES (?, ?, ?, ?)",
                    (job, stored + rejected, len(rows), str(error)),
                )
            rejected += len(rows)
    return LoadReport(stored - start, rejected, start)
