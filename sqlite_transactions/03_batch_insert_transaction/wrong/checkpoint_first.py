"""Commits the checkpoint before the rows: a crash between them is a gap."""

from solution import *

FAILS = "a_commit_for_each_batch"
SAYS = "were saved in 6 commits"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Say that it is done, then do it."""
    if batch < 1:
        raise ValueError
    start = done = rows_done(conn, job)
    for rows in batched(islice(source, start, None), batch):
        done += len(rows)
        set_checkpoint(conn, job, done)
        with transaction(conn):
            conn.executemany("INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows)
    return LoadReport(done - start, 0, start)
