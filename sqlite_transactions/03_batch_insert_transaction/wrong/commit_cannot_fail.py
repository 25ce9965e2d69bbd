"""Thinks that a COMMIT cannot fail."""

from solution import *

FAILS = "another_error_ends_the_load"
SAYS = "load() raised OperationalError, and a transaction is still open"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """The COMMIT stands behind the try."""
    if batch < 1:
        raise ValueError
    start = rows_done(conn, job)
    done, rejected = start, 0
    for rows in batched(islice(source, start, None), batch):
        done += len(rows)
        conn.execute("BEGIN")
        try:
            conn.executemany("INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows)
            set_checkpoint(conn, job, done)
        except sqlite3.IntegrityError as error:
            conn.execute("ROLLBACK")
            with transaction(conn):
                conn.execute(
                    "INSERT INTO rejected_batches VALUES (?, ?, ?, ?)",
                    (job, done - len(rows), len(rows), str(error)),
                )
                set_checkpoint(conn, job, done)
            rejected += len(rows)
        except BaseException:
            conn.execute("ROLLBACK")
            raise
        else:
            conn.execute("COMMIT")
    return LoadReport(done - start - rejected, rejected, start)
