"""Thinks that INSERT OR IGNORE is how bad rows are handled."""

from solution import *

FAILS = "a_bad_batch_is_rejected_alone"
SAYS = "a bad batch is left out as a whole"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Drop bad rows without a word."""
    start = rows_done(conn, job)
    done, loaded = start, 0
    for rows in batched(islice(source, start, None), batch):
        with transaction(conn):
            try:
                cursor = conn.executemany(
                    "INSERT OR IGNORE INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows
                )
                loaded += cursor.rowcount
            except sqlite3.IntegrityError:
                pass  # STRICT tables refuse a wrong type even so
            done += len(rows)
            set_checkpoint(conn, job, done)
    return LoadReport(loaded, 0, start)
