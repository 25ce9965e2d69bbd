"""Rolls back its own refusals, and leaves the transaction open after any other error."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import OrderService as _Good

FAILS = "a_failing_statement_undoes_its_transaction"
SAYS = "a transaction is still open"


@contextmanager
def unit(conn: sqlite3.Connection) -> Iterator[None]:
    """An error of the database is an OrderError to nobody."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        conn.execute("COMMIT")
    except OrderError:
        conn.execute("ROLLBACK")
        raise


class OrderService(_Good):
    """Cancel and fulfil as one unit, as far as one has thought of."""

    def fulfil(self, order_id: int) -> None:
        """From paid to fulfilled."""
        with unit(self.conn):
            self.change(order_id, "paid", "fulfilled")

    def cancel(self, order_id: int) -> None:
        """From paid to cancelled."""
        with unit(self.conn):
            self.change(order_id, "paid", "cancelled")
            self.give_back(order_id)
