"""Keeps the checkpoint in a file, where no transaction reaches it."""

from solution import *

FAILS = "the_checkpoint_belongs_to_its_batch"
SAYS = "saved by the same COMMIT"


def load(
    conn: sqlite3.Connection, source: Iterable[Row], *, batch: int = 500, job: str
) -> LoadReport:
    """Write the file after each batch."""
    (database,) = (row[2] for row in conn.execute("PRAGMA database_list"))
    file = Path(f"{database}.{job.encode().hex()}.progress")
    start = int(file.read_text()) if file.exists() else 0
    done, rejected = start, 0
    for rows in batched(islice(source, start, None), batch):
        try:
            with transaction(conn):
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
        file.write_text(str(done))
    return LoadReport(done - start - rejected, rejected, start)
