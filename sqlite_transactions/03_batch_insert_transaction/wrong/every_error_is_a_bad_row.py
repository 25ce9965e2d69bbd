"""Takes every error of sqlite3 for a bad row."""

from solution import *

FAILS = "another_error_ends_the_load"
SAYS = "swallowed the ProgrammingError: only an IntegrityError is about a bad row"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """IntegrityError is one sqlite3.Error of many: a full disk would reject batch after batch."""
    if batch < 1:
        raise ValueError
    start = rows_done(conn, job)
    done, rejected = start, 0
    for rows in batched(islice(source, start, None), batch):
        done += len(rows)
        try:
            with transaction(conn):
                conn.executemany(
                    "INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows
                )
                set_checkpoint(conn, job, done)
        except sqlite3.Error as error:
            with transaction(conn):
                conn.execute(
                    "INSERT INTO rejected_batches VALUES (?, ?, ?, ?)",
                    (job, done - len(rows), len(rows), str(error)),
                )
                set_checkpoint(conn, job, done)
            rejected += len(rows)
    return LoadReport(done - start - rejected, rejected, start)
