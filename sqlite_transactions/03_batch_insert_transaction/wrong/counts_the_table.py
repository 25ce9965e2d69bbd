"""Takes the number of rows in the table for the number of rows that the job has loaded."""

from solution import *

FAILS = "every_row_is_stored"
SAYS = "each row is stored once"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Skip as many rows as there are, whoever stored them."""
    (start,) = conn.execute("SELECT COUNT(*) FROM bookings").fetchone()
    done, rejected = start, 0
    for rows in batched(islice(source, start, None), batch):
        rejected += len(rows) * (not store(conn, job, done, rows))
        done += len(rows)
    return LoadReport(done - start - rejected, rejected, start)
