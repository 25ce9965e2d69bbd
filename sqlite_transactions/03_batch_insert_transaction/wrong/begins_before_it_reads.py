"""Takes the lock first and reads the batch then, however long that takes."""

from solution import *

FAILS = "others_can_write_meanwhile"
SAYS = "a lock is not held while waiting for something slow"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Fill each batch inside of its transaction."""
    if batch < 1:
        raise ValueError
    start = done = rows_done(conn, job)
    iterator = islice(source, start, None)
    while True:
        count = 0
        with transaction(conn):
            for row in islice(iterator, batch):
                conn.execute("INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", row)
                count += 1
            if count:
                done += count
                set_checkpoint(conn, job, done)
        if count < batch:
            return LoadReport(done - start, 0, start)
