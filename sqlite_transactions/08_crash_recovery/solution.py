"""Reference answer: one transaction with an outbox row, send then mark, and SQLite's own backup."""

import json
import os
import signal
import sqlite3
import tempfile
import uuid
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE products (
    id    INTEGER PRIMARY KEY,
    stock INTEGER NOT NULL CHECK (stock >= 0)
) STRICT;
CREATE TABLE sales (
    id         INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity   INTEGER NOT NULL CHECK (quantity > 0)
) STRICT;
CREATE INDEX sales_by_product ON sales (product_id);
CREATE TABLE outbox (
    id      INTEGER PRIMARY KEY,
    sale_id INTEGER NOT NULL REFERENCES sales (id),
    key     TEXT NOT NULL UNIQUE,               -- by which a receiver knows a message again
    payload TEXT NOT NULL,                      -- JSON
    sent    INTEGER NOT NULL DEFAULT 0          -- 1 when the message was sent
) STRICT;
"""
"""The tables that the database already holds."""


class OutOfStock(Exception):
    """There are fewer than wanted, or there is no such product."""


@dataclass(frozen=True)
class Sale:
    """How many of which product."""

    product_id: int
    quantity: int


@dataclass(frozen=True)
class RecoveryReport:
    """What was found after a crash."""

    damage: tuple[str, ...]
    """What `PRAGMA integrity_check` says; empty where all is well.  For a file that SQLite cannot
    read, or where the tables are missing: the text of its error."""
    orphans: tuple[tuple[str, int], ...]
    """(table, rowid) of each row that refers to a row that is missing."""
    pending: int
    """Messages that are still to be sent."""


def open_durable(path: Path) -> sqlite3.Connection:
    """Open a database so that a commit outlives a crash of the program and of the machine."""
    conn = sqlite3.connect(path, autocommit=True)
    conn.execute("PRAGMA journal_mode = WAL")
    # A setting of the connection, not of the file.  In WAL mode NORMAL does not wait for the disk
    # at a commit: consistent after a power failure, but without the last commits.
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute("PRAGMA foreign_keys = ON")
    return conn


def record_sale(conn: sqlite3.Connection, sale: Sale) -> int:
    """Store a sale, take its goods from the stock, and put a message into the outbox."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        taken = conn.execute(
            "UPDATE products SET stock = stock - ? WHERE id = ? AND stock >= ?",
            (sale.quantity, sale.product_id, sale.quantity),
        )
        if taken.rowcount == 0:
            raise OutOfStock(f"there are not {sale.quantity} of product {sale.product_id}")
        (sale_id,) = conn.execute(
            "INSERT INTO sales (product_id, quantity) VALUES (?, ?) RETURNING id",
            (sale.product_id, sale.quantity),
        ).fetchone()
        payload = {"sale_id": sale_id, "product_id": sale.product_id, "quantity": sale.quantity}
        # The key is stored with the message: it stays the same however often it is sent.
        conn.execute(
            "INSERT INTO outbox (sale_id, key, payload) VALUES (?, ?, ?)",
            (sale_id, str(uuid.uuid4()), json.dumps(payload)),
        )
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise
    return sale_id


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """Send the messages of the outbox that are not sent yet, oldest first, each at least once."""
    pending = conn.execute(
        "SELECT id, key, payload FROM outbox WHERE sent = 0 ORDER BY id"
    ).fetchall()
    for message_id, key, payload in pending:
        send(key, json.loads(payload))
        # Killed between these two lines, the next run sends it again.  The other way round, nobody
        # would ever send it.
        conn.execute("UPDATE outbox SET sent = 1 WHERE id = ?", (message_id,))
    return len(pending)


def recover(path: Path) -> RecoveryReport:
    """Open a database after a crash and look what state it is in."""
    if not path.exists():
        raise FileNotFoundError(path)
    try:
        # Opened like any other: what lies beside the file, SQLite itself reads and tidies up.
        with closing(sqlite3.connect(path, autocommit=True)) as conn:
            damage = [text for (text,) in conn.execute("PRAGMA integrity_check") if text != "ok"]
            orphans = [row[:2] for row in conn.execute("PRAGMA foreign_key_check")]
            (pending,) = conn.execute("SELECT COUNT(*) FROM outbox WHERE sent = 0").fetchone()
    except sqlite3.DatabaseError as error:
        return RecoveryReport(damage=(str(error),), orphans=(), pending=0)
    return RecoveryReport(tuple(damage), tuple(orphans), pending)


def backup(src: Path, dst: Path) -> None:
    """Make a backup of a database, also while others write to it."""
    if not src.exists():  # connect() would make an empty one
        raise FileNotFoundError(src)
    # A folder of its own: no journal that an earlier, killed backup has left can be taken for ours.
    with tempfile.TemporaryDirectory(dir=dst.parent, prefix=f"{dst.name}-") as folder:
        new = Path(folder) / dst.name
        with (
            closing(sqlite3.connect(src, autocommit=True)) as source,
            closing(sqlite3.connect(new, autocommit=True)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
        new.replace(dst)  # the old one until here, the new one from here on


# ---- run by itself: kills in the wrong design and in the right one ---------------------------


def main(folder: Path) -> None:
    """Kill a process with two commits, delete a log, copy a file, and then the right way."""
    print("1. A process is killed between two commits, the sale's and the stock's:")
    path = new_shop(folder / "two.db")
    in_killed_process(lambda: two_commits(path))
    print(f"   {state(path)}")

    print("2. A process is killed at each statement of record_sale():")
    outcomes: set[str] = set()
    for statement in range(1, 6):
        path = new_shop(folder / f"one-{statement}.db")
        in_killed_process(lambda path=path, at=statement: sale_that_dies(path, at))
        outcomes.add(state(path))
    print(f"   5 kills, {len(outcomes)} outcome: {'; '.join(sorted(outcomes))}")

    print("3. A process is killed after its COMMIT, and somebody tidies up:")
    for tidy in (True, False):
        path = new_shop(folder / f"tidy-{tidy}.db")
        in_killed_process(lambda path=path: sale_that_dies(path, 6))
        if tidy:
            for file in folder.glob(f"{path.name}-*"):
                file.unlink()
        name = "-wal deleted" if tidy else "left alone"
        print(f"   {name:<13} {state(path)}  {recover(path)}")

    print("4. A backup while the database is in use:")
    with closing(open_durable(path)) as conn:
        record_sale(conn, Sale(1, 1))
        (folder / "copied.db").write_bytes(path.read_bytes())
        backup(path, folder / "backup.db")
        print(f"   the database      {state(path)}")
        print(f"   a copy of a file  {state(folder / 'copied.db')}")
        print(f"   backup()          {state(folder / 'backup.db')}")
        print(f"   sent: {publish_pending(conn, lambda key, payload: None)}, then", end=" ")
        print(publish_pending(conn, lambda key, payload: None))


def new_shop(path: Path) -> Path:
    """Make a database with ten pieces of one product."""
    with closing(open_durable(path)) as conn:
        conn.executescript(SCHEMA)
        conn.execute("INSERT INTO products VALUES (1, 10)")
    return path


def in_killed_process(work: Callable[[], None]) -> None:
    """Run work in a child that kills itself without any tidying up."""
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException):
            work()
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)


def two_commits(path: Path) -> None:
    """The sale, and then the stock: this one does not get to it."""
    conn = open_durable(path)
    conn.execute("INSERT INTO sales (product_id, quantity) VALUES (1, 2)")
    os.kill(os.getpid(), signal.SIGKILL)


def sale_that_dies(path: Path, at: int) -> None:
    """Record a sale and die just before a statement; before the sixth there is the end."""
    conn = open_durable(path)
    seen = 0

    def count(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

    conn.set_trace_callback(count)
    record_sale(conn, Sale(1, 2))
    os.kill(os.getpid(), signal.SIGKILL)


def state(path: Path) -> str:
    """What is stored."""
    with closing(sqlite3.connect(path, autocommit=True)) as conn:
        sales, stock, messages = conn.execute(
            "SELECT (SELECT COUNT(*) FROM sales), (SELECT stock FROM products),"
            " (SELECT COUNT(*) FROM outbox)"
        ).fetchone()
    return f"sales {sales}, stock {stock}, messages {messages}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
