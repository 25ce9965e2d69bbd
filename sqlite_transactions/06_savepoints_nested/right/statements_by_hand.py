"""Spells everything out: two classes with __enter__ and __exit__, one name for all savepoints."""

from types import TracebackType
from typing import Any

from solution import *  # pyright: ignore[reportAssignmentType]


class Savepoint:
    """A mark; SQLite finds the innermost of several with the same name."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def __enter__(self) -> None:
        self.conn.execute("SAVEPOINT mark")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.conn.execute("ROLLBACK TRANSACTION TO SAVEPOINT mark;")
        self.conn.execute("RELEASE SAVEPOINT mark;")


class Unit:
    """A transaction; Python opens it in both modes."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.mode: Any = conn.autocommit

    def __enter__(self) -> Self:
        self.conn.autocommit = False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.conn.commit()
        finally:
            self.conn.rollback()
            self.conn.autocommit = self.mode

    def savepoint(self) -> Savepoint:
        """A block that is undone alone."""
        return Savepoint(self.conn)


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """Collect what was stored, too."""
    stored: list[Order] = []
    rejected: list[Rejected] = []
    with Unit(conn) as unit:
        for order in orders:
            try:
                with unit.savepoint():
                    cursor = conn.cursor()
                    cursor.execute("INSERT INTO orders VALUES (NULL, ?)", (order.ref,))
                    for product, quantity in order.lines:
                        cursor.execute(
                            "INSERT INTO order_lines (product, quantity, order_id)"
                            " SELECT ?, ?, id FROM orders WHERE ref = ?",
                            (product, quantity, order.ref),
                        )
                stored.append(order)
            except sqlite3.IntegrityError as error:
                rejected += [Rejected(order.ref, f"{error}")]
    return ImportReport(len(stored), tuple(rejected))
