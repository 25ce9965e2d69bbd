"""Nests for real: an inner block is a savepoint of the outer one."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class UnknownProduct(Exception):
    """There is no product with this id."""


class NotEnoughStock(Exception):
    """A product has fewer pieces than are to be moved."""


_depths: dict[int, int] = {}


@contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A savepoint where a block is open already, a transaction otherwise."""
    depth = _depths.get(id(conn), 0)
    _depths[id(conn)] = depth + 1
    try:
        if depth:
            conn.execute(f"SAVEPOINT block_{depth}")
        elif conn.autocommit is not False:
            conn.execute("BEGIN IMMEDIATE")
        try:
            yield conn
        except BaseException:
            _undo(conn, depth)
            raise
        try:
            if depth:
                conn.execute(f"RELEASE block_{depth}")
            elif conn.autocommit is False:
                conn.commit()
            else:
                conn.execute("COMMIT")
        except sqlite3.Error:
            _undo(conn, depth)
            raise
    finally:
        if depth:
            _depths[id(conn)] = depth
        else:
            del _depths[id(conn)]


def _undo(conn: sqlite3.Connection, depth: int) -> None:
    if depth:
        conn.execute(f"ROLLBACK TO block_{depth}")
        conn.execute(f"RELEASE block_{depth}")
    elif conn.autocommit is False:
        conn.rollback()
    else:
        conn.execute("ROLLBACK")


def move_stock(conn: sqlite3.Connection, src: int, dst: int, qty: int) -> None:
    """Take only where there is enough, and ask for the reason only when nothing was taken."""
    if qty <= 0 or src == dst:
        raise ValueError(f"not a move: {qty} from {src} to {dst}")
    with transaction(conn):
        taken = conn.execute(
            "UPDATE products SET quantity = quantity - :qty WHERE id = :id AND quantity >= :qty",
            {"qty": qty, "id": src},
        )
        if not taken.rowcount:
            if conn.execute("SELECT 1 FROM products WHERE id = ?", (src,)).fetchone():
                raise NotEnoughStock(src)
            raise UnknownProduct(src)
        given = conn.execute(
            "UPDATE products SET quantity = quantity + ? WHERE id = ? RETURNING id", (qty, dst)
        ).fetchall()
        if not given:
            raise UnknownProduct(dst)


def upgrade(conn: sqlite3.Connection, statements: Sequence[str]) -> None:
    """One savepoint for each statement, inside one transaction."""
    with transaction(conn):
        for statement in statements:
            with transaction(conn):
                conn.execute(statement)
