"""Registers what undoes a block on an ExitStack; names count up and are never used again."""

import itertools
from contextlib import ExitStack

from solution import *  # pyright: ignore[reportAssignmentType]

NAMES = itertools.count(1)


class Unit:
    """A transaction that is an outermost savepoint where none is open."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def __enter__(self) -> Self:
        self.is_mine = not self.conn.in_transaction
        if self.is_mine:
            self.conn.execute("SAVEPOINT the_unit")  # opens the transaction
        return self

    def __exit__(self, *failure: object) -> None:
        end = "ROLLBACK" if failure[0] else "RELEASE the_unit"
        try:
            if not self.is_mine:
                (self.conn.rollback if failure[0] else self.conn.commit)()
            else:
                self.conn.execute(end)
        except sqlite3.Error:
            if self.is_mine:
                self.conn.execute("ROLLBACK")
            else:
                self.conn.rollback()
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A block that is undone alone."""
        name = f'"block {next(NAMES)}"'
        with ExitStack() as stack:
            self.conn.execute(f"SAVEPOINT {name}")
            stack.callback(self.conn.execute, f"RELEASE {name}")
            undo = stack.enter_context(ExitStack())
            undo.callback(self.conn.execute, f"ROLLBACK TO {name}")
            yield
            undo.pop_all()


def import_orders(conn: sqlite3.Connection, orders: Iterable[Order]) -> ImportReport:
    """The work of one order is a function, and its outcome is a value."""

    def attempt(order: Order) -> Rejected | None:
        try:
            with unit.savepoint():
                order_id = conn.execute(
                    "INSERT INTO orders (ref) VALUES (?)", (order.ref,)
                ).lastrowid
                for line in order.lines:
                    conn.execute("INSERT INTO order_lines VALUES (?, ?, ?)", (order_id, *line))
        except sqlite3.IntegrityError as error:
            return Rejected(order.ref, str(error))
        return None

    with Unit(conn) as unit:
        outcomes = [attempt(order) for order in orders]
    bad = tuple(outcome for outcome in outcomes if outcome)
    return ImportReport(len(outcomes) - len(bad), bad)
