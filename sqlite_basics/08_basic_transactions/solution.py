"""Change several rows as one unit: all of it is saved, or nothing."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

_in_block: set[sqlite3.Connection] = set()
"""The connections that have a block open."""


class UnknownProduct(Exception):
    """There is no product with this id."""


class NotEnoughStock(Exception):
    """A product has fewer pieces than are to be moved."""


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Make a `with` block one transaction, in every mode that a connection can be in.

    Yields:
        The same connection.

    Raises:
        RuntimeError: A block of this connection is open already.
    """
    # The connection cannot be asked: with autocommit=False `in_transaction` is true outside, too.
    if conn in _in_block:
        raise RuntimeError("a transaction() block is open on this connection already")
    if conn.autocommit is not False:
        conn.execute("BEGIN")  # said aloud, it works in all modes that do not begin by themselves
    _in_block.add(conn)
    try:
        yield conn
        _end(conn, "COMMIT")  # in here, for a COMMIT can fail and leaves its transaction open
    except BaseException:  # KeyboardInterrupt is no Exception
        if conn.in_transaction:
            _end(conn, "ROLLBACK")
        elif conn.autocommit is False:  # an error such as a full disk has undone it by itself
            conn.execute("BEGIN")
        raise
    finally:
        _in_block.discard(conn)


def _end(conn: sqlite3.Connection, how: str) -> None:
    """Commit or roll back.

    With autocommit=True the methods of the connection do nothing, so the statement it must be;
    with autocommit=False only the methods begin the next transaction.
    """
    if conn.autocommit is not False:
        conn.execute(how)
    elif how == "COMMIT":
        conn.commit()
    else:
        conn.rollback()


def move_stock(conn: sqlite3.Connection, src: int, dst: int, qty: int) -> None:
    """Take pieces from one product's quantity and add them to another's, as one transaction.

    Raises:
        ValueError: `qty` is less than 1, or `src` is `dst`.
        UnknownProduct: One of the products does not exist.
        NotEnoughStock: `src` has fewer than `qty` pieces.
    """
    if qty < 1:
        raise ValueError(f"cannot move {qty} pieces")
    if src == dst:
        raise ValueError("a product cannot give to itself")
    with transaction(conn):
        for product_id, change in ((src, -qty), (dst, qty)):
            cursor = conn.execute(
                "UPDATE products SET quantity = quantity + ? WHERE id = ?", (change, product_id)
            )
            if cursor.rowcount == 0:
                raise UnknownProduct(product_id)
        # Looked at after the change: an exception takes it all back.
        query = "SELECT quantity FROM products WHERE id = ?"
        (left,) = conn.execute(query, (src,)).fetchone()
        if left < 0:
            raise NotEnoughStock(f"product {src} has {left + qty} pieces, not {qty}")


def upgrade(conn: sqlite3.Connection, statements: Sequence[str]) -> None:
    """Execute some statements in their order, as one transaction."""
    with transaction(conn):
        for statement in statements:  # executescript would commit first, in the default mode
            conn.execute(statement)


# ---- run by itself: `with conn:` in every mode, and transaction() ---------------------------

MODES: dict[str, dict[str, Any]] = {
    "autocommit=False": {"autocommit": False},
    "autocommit=True": {"autocommit": True},
    "isolation_level=None": {"isolation_level": None},
    "(nothing)": {},
}


def main(path: Path) -> None:
    """Fail in the middle of a block in each mode, and count what is left of it."""
    with closing(sqlite3.connect(path, autocommit=True)) as other:
        other.execute("CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, quantity INTEGER)")

        def left_over() -> str:
            """What another connection finds; clean up for the next one."""
            rows = other.execute("SELECT count(*) FROM products").fetchone()[0]
            tables = other.execute(
                "SELECT count(*) FROM sqlite_schema WHERE name = 'tags'"
            ).fetchone()[0]
            other.execute("DELETE FROM products")
            other.execute("DROP TABLE IF EXISTS tags")
            return f"{tables} of 1 table, {rows} of 1 row"

        def work(conn: sqlite3.Connection) -> None:
            """Two changes, and then the program fails."""
            conn.execute("CREATE TABLE tags (word TEXT)")
            conn.execute("INSERT INTO products (name, quantity) VALUES ('Tea', 3)")
            raise RuntimeError("the program fails here")

        print("A block makes a table and a row, then fails. What is left, for another connection?")
        print(f"  {'sqlite3.connect(path, …)':26}{'with conn:':26}with transaction(conn):")
        for mode, options in MODES.items():
            found: list[str] = []
            for block in (lambda conn: conn, transaction):
                with closing(sqlite3.connect(path, **options)) as conn:
                    try:
                        with block(conn):
                            work(conn)
                    except RuntimeError:
                        found.append(left_over())
            print(f"  {mode:26}{found[0]:26}{found[1]}")

        print("move_stock, 5 pieces from the cellar to the shop:")
        names = "SELECT group_concat(name || ' ' || quantity, ', ') FROM products"
        other.execute("INSERT INTO products VALUES (1, 'cellar', 12), (2, 'shop', 3)")
        with closing(sqlite3.connect(path, autocommit=False)) as conn:
            print(f"  before           {other.execute(names).fetchone()[0]}")
            move_stock(conn, 1, 2, 5)
            print(f"  after            {other.execute(names).fetchone()[0]}")
            for args in ((1, 2, 500), (1, 99, 5)):
                try:
                    move_stock(conn, *args)
                except (NotEnoughStock, UnknownProduct) as error:
                    print(f"  {type(error).__name__:16} {other.execute(names).fetchone()[0]}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "store.db")
