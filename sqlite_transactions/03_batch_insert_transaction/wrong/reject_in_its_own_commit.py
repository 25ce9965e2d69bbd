"""Moves the checkpoint over a bad batch and notes the batch afterwards."""

from solution import *

FAILS = "a_killed_load_leaves_no_gap"
SAYS = "every row is stored or reported, once"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Between the two commits the batch is nowhere."""
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
        except sqlite3.IntegrityError as error:
            set_checkpoint(conn, job, done)
            conn.execute(
                "INSERT INTO rejected_batches VALUES (?, ?, ?, ?)",
                (job, done - len(rows), len(rows), str(error)),
            )
            rejected += len(rows)
    return LoadReport(done - start - rejected, rejected, start)
