"""Reference answer: a unit owns the transaction, a savepoint is a mark inside of it."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

SCHEMA = """
CREATE TABLE orders (
    id  INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product  TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0)
) STRICT;
"""
"""The tables that the database already holds."""


@dataclass(frozen=True)
class Order:
    """One order of the input."""

    ref: str
    lines: tuple[tuple[str, int], ...]
    """(product, quantity)"""


@dataclass(frozen=True)
class Rejected:
    """An order that the database refused."""

    ref: str
    reason: str
    """What the database said."""


@dataclass(frozen=True)
class ImportReport:
    """What became of an import."""

    stored: int
    rejected: tuple[Rejected, ...]


class Unit:
    """A transaction for a `with` block, in which inner blocks can be undone alone."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self._depth = 0

    def __enter__(self) -> Self:
        """Begin the transaction, unless Python has begun one."""
        # Before any SAVEPOINT: an outermost SAVEPOINT would be the transaction itself, and its
        # RELEASE the commit.
        if not self.conn.in_transaction:
            self.conn.execute("BEGIN IMMEDIATE")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Commit; or roll back where the block has raised, or where the commit fails."""
        if error is not None:
            self._end("ROLLBACK")
            return
        try:
            self._end("COMMIT")
        except BaseException:
            self._end("ROLLBACK")  # a COMMIT that fails leaves the transaction open
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Make a block that is undone alone when an exception leaves it.  Blocks can be nested."""
        self._depth += 1
        name = f"unit_{self._depth}"
        self.conn.execute(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self.conn.execute(f"ROLLBACK TO {name}")
            raise
        finally:
            self.conn.execute(f"RELEASE {name}")  # ROLLBACK TO leaves the savepoint in place
            self._depth -= 1

    def _end(self, how: Literal["COMMIT", "ROLLBACK"]) -> None:
        if self.conn.autocommit is True:  # the methods do nothing in this mode
            self.conn.execute(how)
        elif how == "COMMIT":  # in the other mode the methods also begin the next transaction
            self.conn.commit()
        else:
            self.conn.rollback()


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """Store orders with their lines, all in one unit; leave out what the database refuses."""
    stored = 0
    rejected: list[Rejected] = []
    with Unit(conn) as unit:
        for order in orders:
            try:  # around the block: the exception must leave it, or nothing is undone
                with unit.savepoint():
                    store(conn, order)
            except sqlite3.IntegrityError as error:
                rejected.append(Rejected(order.ref, str(error)))
            else:
                stored += 1
    return ImportReport(stored, tuple(rejected))


def store(conn: sqlite3.Connection, order: Order) -> None:
    """Store one order with its lines, inside the caller's transaction."""
    (order_id,) = conn.execute(
        "INSERT INTO orders (ref) VALUES (?) RETURNING id", (order.ref,)
    ).fetchone()
    conn.executemany(
        "INSERT INTO order_lines VALUES (?, ?, ?)",
        [(order_id, product, quantity) for product, quantity in order.lines],
    )


# ---- run by itself: three imports of the same orders -----------------------------------------


GOOD = [Order(f"A-{number}", (("tea", 1), ("milk", 2))) for number in range(1, 100)]
BAD = Order("A-100", (("tea", 1), ("milk", 0)))


def main(folder: Path) -> None:
    """Show an import that stops, one that stores halves, a savepoint that commits, and units."""
    orders = [*GOOD[:50], BAD, *GOOD[50:]]
    print("100 orders of two lines; the second line of one of them is bad.\n")

    with closing(shop(folder / "all.db")) as conn:
        with suppress(sqlite3.IntegrityError):
            everything_or_nothing(conn, orders)
        print(f"1. one transaction, no savepoint:         {count(conn)}")

    with closing(shop(folder / "half.db")) as conn:
        caught_inside(conn, orders)
        print(f"2. try/except around the statements:      {count(conn)}  <- one order is half")

    with closing(shop(folder / "lone.db")) as conn:
        conn.execute("SAVEPOINT first")  # no BEGIN
        conn.execute("INSERT INTO orders (ref) VALUES ('A-1')")
        conn.execute("RELEASE first")
        print(
            f"3. SAVEPOINT without BEGIN, after RELEASE: in_transaction {conn.in_transaction}",
            end="",
        )
        with suppress(sqlite3.OperationalError):
            conn.execute("ROLLBACK")
        print(f", and after ROLLBACK: {count(conn)}")

    with closing(shop(folder / "right.db")) as conn:
        report = import_orders(conn, orders)
        print(f"4. import_orders():                       {count(conn)}")
        print(f"   stored {report.stored}, rejected {report.rejected}")
        with suppress(KeyError), Unit(conn) as unit:
            with unit.savepoint():
                store(conn, Order("B-1", ()))
            raise KeyError  # after a good inner block the unit fails
        print(f"   B-1 was stored in a savepoint, then its unit failed: {count(conn)}")


def everything_or_nothing(conn: sqlite3.Connection, orders: Iterable[Order]) -> None:
    """One bad order undoes them all."""
    with Unit(conn):
        for order in orders:
            store(conn, order)


def caught_inside(conn: sqlite3.Connection, orders: Iterable[Order]) -> None:
    """The failing statement is undone, those before it are not."""
    with Unit(conn):
        for order in orders:
            with suppress(sqlite3.IntegrityError):
                store(conn, order)


def shop(path: Path) -> sqlite3.Connection:
    """Open a new, empty database."""
    conn = sqlite3.connect(path, autocommit=True)
    conn.execute("PRAGMA foreign_keys = ON")
    conn.executescript(SCHEMA)
    return conn


def count(conn: sqlite3.Connection) -> str:
    """What is stored."""
    (orders,) = conn.execute("SELECT COUNT(*) FROM orders").fetchone()
    (lines,) = conn.execute("SELECT COUNT(*) FROM order_lines").fetchone()
    return f"{orders} orders, {lines} lines"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
