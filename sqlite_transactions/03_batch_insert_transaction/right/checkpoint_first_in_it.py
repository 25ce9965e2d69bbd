"""Moves the checkpoint first, inside the transaction, and lets the database count the rows."""

from solution import *


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Store the rows of a source, with a job row that exists from the first batch on."""
    if batch < 1:
        raise ValueError(batch)
    start = rows_done(conn, job)
    report = LoadReport(0, 0, start)
    iterator = iter(source)
    sum(1 for _ in islice(iterator, start))
    while True:
        rows = list(islice(iterator, batch))
        if not rows:
            return report
        with transaction(conn):
            conn.execute("INSERT OR IGNORE INTO load_jobs VALUES (?, 0)", (job,))
            ((after,),) = conn.execute(
                "UPDATE load_jobs SET rows_done = rows_done + ? WHERE job = ? RETURNING rows_done",
                (len(rows), job),
            ).fetchall()
            conn.execute("SAVEPOINT rows")
            try:
                cursor = conn.executemany(
                    "INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows
                )
            except sqlite3.IntegrityError as error:
                conn.execute("ROLLBACK TO rows")
                conn.execute(
                    "INSERT INTO rejected_batches SELECT ?, ?, ?, ?",
                    (job, after - len(rows), len(rows), error.sqlite_errorname),
                )
                report = LoadReport(report.loaded, report.rejected + len(rows), start)
            else:
                report = LoadReport(report.loaded + cursor.rowcount, report.rejected, start)
