"""Notes the type of the error, which is the same for every bad row, and not what it says."""

from solution import *

FAILS = "a_bad_batch_is_rejected_alone"
SAYS = "it says which rule was broken"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """In the morning somebody looks for the bad row, and knows nothing about it."""
    if batch < 1:
        raise ValueError
    start = rows_done(conn, job)
    done, rejected = start, 0
    for rows in batched(islice(source, start, None), batch):
        try:
            with transaction(conn):
                conn.executemany(
                    "INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows
                )
                set_checkpoint(conn, job, done + len(rows))
        except sqlite3.IntegrityError as error:
            with transaction(conn):
                conn.execute(
                    "INSERT INTO rejected_batches VALUES (?, ?, ?, ?)",
                    (job, done, len(rows), type(error).__name__),
                )
                set_checkpoint(conn, job, done + len(rows))
            rejected += len(rows)
        done += len(rows)
    return LoadReport(done - start - rejected, rejected, start)
