"""Counts the rows of this run, and so names the wrong rows after a resumed one."""

from solution import *

FAILS = "a_second_run_goes_on"
SAYS = "counts from the first row of the source, in every run"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """The bad batch is noted as if the run had started with the first row."""
    if batch < 1:
        raise ValueError
    start = rows_done(conn, job)
    seen = rejected = 0
    for rows in batched(islice(source, start, None), batch):
        try:
            with transaction(conn):
                conn.executemany(
                    "INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows
                )
                set_checkpoint(conn, job, start + seen + len(rows))
        except sqlite3.IntegrityError as error:
            with transaction(conn):
                conn.execute(
                    "INSERT INTO rejected_batches VALUES (?, ?, ?, ?)",
                    (job, seen, len(rows), str(error)),
                )
                set_checkpoint(conn, job, start + seen + len(rows))
            rejected += len(rows)
        seen += len(rows)
    return LoadReport(seen - rejected, rejected, start)
