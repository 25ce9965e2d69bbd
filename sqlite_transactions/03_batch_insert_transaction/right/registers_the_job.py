"""Writes the job down first, in a transaction of its own, and only updates it afterwards."""

from solution import *


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Store the rows of a source, with a list as the buffer."""
    if batch < 1:
        raise ValueError(batch)
    conn.execute("INSERT INTO load_jobs VALUES (?, 0) ON CONFLICT DO NOTHING", (job,))
    ((start,),) = conn.execute("SELECT rows_done FROM load_jobs WHERE job = ?", (job,)).fetchall()
    counts = {True: 0, False: 0}
    buffer: list[Row] = []
    for number, row in enumerate(source):
        if number < start:
            continue
        buffer.append(row)
        if len(buffer) == batch:
            counts[flush(conn, job, number + 1, buffer)] += len(buffer)
            buffer.clear()
    if buffer:
        done = start + sum(counts.values()) + len(buffer)
        counts[flush(conn, job, done, buffer)] += len(buffer)
    return LoadReport(counts[True], counts[False], start)


def flush(conn: sqlite3.Connection, job: str, done: int, rows: list[Row]) -> bool:
    """Write a batch; whether it was good."""
    advance = "UPDATE load_jobs SET rows_done = ? WHERE job = ?"
    conn.execute("BEGIN")
    try:
        try:
            conn.executemany("INSERT INTO bookings (account, cents, note) VALUES (?, ?, ?)", rows)
        except sqlite3.IntegrityError as error:
            reason = f"{error.sqlite_errorname}: {error}"
            conn.execute("ROLLBACK")
            conn.execute("BEGIN")
            conn.execute(
                "INSERT INTO rejected_batches (reason, row_count, first_row, job)"
                " VALUES (?, ?, ?, ?)",
                (reason, len(rows), done - len(rows), job),
            )
            is_good = False
        else:
            is_good = True
        conn.execute(advance, (done, job))
        conn.execute("COMMIT")
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
    return is_good
