"""Removes the checkpoint with the last, short batch, because the job is done."""

from solution import *

FAILS = "a_second_run_goes_on"
SAYS = "a third run, of a job that is complete"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Tidy up: the next run starts at the first row."""
    start = rows_done(conn, job)
    done, rejected = start, 0
    for rows in batched(islice(source, start, None), batch):
        done += len(rows)
        try:
            with transaction(conn):
                conn.executemany(
                    "INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows
                )
                tidy(conn, job, done, is_last=len(rows) < batch)
        except sqlite3.IntegrityError as error:
            with transaction(conn):
                conn.execute(
                    "INSERT INTO rejected_batches VALUES (?, ?, ?, ?)",
                    (job, done - len(rows), len(rows), str(error)),
                )
                tidy(conn, job, done, is_last=len(rows) < batch)
            rejected += len(rows)
    return LoadReport(done - start - rejected, rejected, start)


def tidy(conn: sqlite3.Connection, job: str, done: int, *, is_last: bool) -> None:
    """Keep the checkpoint only while it seems to be needed."""
    if is_last:
        conn.execute("DELETE FROM load_jobs WHERE job = ?", (job,))
    else:
        set_checkpoint(conn, job, done)
