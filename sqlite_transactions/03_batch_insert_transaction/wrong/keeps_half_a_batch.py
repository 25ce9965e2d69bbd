"""Catches the bad row inside the transaction, and commits what came before it."""

from solution import *

FAILS = "a_bad_batch_is_rejected_alone"
SAYS = "a bad batch is left out as a whole"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """executemany has stored the rows before the bad one."""
    start = rows_done(conn, job)
    done, rejected = start, 0
    for rows in batched(islice(source, start, None), batch):
        with transaction(conn):
            try:
                conn.executemany(
                    "INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows
                )
            except sqlite3.IntegrityError as error:
                conn.execute(
                    "INSERT INTO rejected_batches VALUES (?, ?, ?, ?)",
                    (job, done, len(rows), str(error)),
                )
                rejected += len(rows)
            done += len(rows)
            set_checkpoint(conn, job, done)
    return LoadReport(done - start - rejected, rejected, start)
