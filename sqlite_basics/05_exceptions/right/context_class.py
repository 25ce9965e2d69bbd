"""A class as the context manager, and a table from codes to functions."""

import logging
import sqlite3
from collections.abc import Callable
from types import TracebackType

import solution
from solution import NewProduct, StoreError

DuplicateProduct = solution.DuplicateProduct
InvalidProduct = solution.InvalidProduct
UnknownCategory = solution.UnknownCategory
StoreBusy = solution.StoreBusy
StoreCorrupt = solution.StoreCorrupt
LOG = logging.getLogger("store")

MEANINGS: dict[int, Callable[[str], StoreError]] = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: DuplicateProduct,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: DuplicateProduct,
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: UnknownCategory,
    sqlite3.SQLITE_CONSTRAINT_NOTNULL: InvalidProduct,
    sqlite3.SQLITE_CONSTRAINT_CHECK: InvalidProduct,
    sqlite3.SQLITE_CONSTRAINT | (12 << 8): InvalidProduct,  # another type, in a STRICT table
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_CORRUPT: StoreCorrupt,
    sqlite3.SQLITE_NOTADB: StoreCorrupt,
}


def translate(error: sqlite3.Error) -> StoreError | None:
    """Look the whole code up, then its first byte, unless that would lump constraints together."""
    try:
        code = error.sqlite_errorcode
    except AttributeError:
        return None
    meaning = MEANINGS.get(code) or MEANINGS.get(code % 256)
    return meaning and meaning(str(error).replace(".", " ").split()[-1])


class guarded:
    """Make a block one unit."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn

    def __enter__(self) -> None:
        """A transaction is open already."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Commit, or roll back and say why."""
        if error is None:
            try:
                self._conn.commit()
                return
            except sqlite3.Error as late:
                error = late
        self._conn.rollback()
        if isinstance(error, sqlite3.Error):
            known = translate(error)
            if known is not None:
                raise known from error
            if kind is None:  # the commit's own error; others go on by themselves
                raise error


def add_product(conn: sqlite3.Connection, product: NewProduct) -> int:
    """Log the cause's name."""
    try:
        with guarded(conn):
            cursor = conn.cursor()
            cursor.execute(
                "INSERT INTO products VALUES (NULL, ?, ?, ?, ?)",
                (product.name, product.category_id, product.price_cents, product.quantity),
            )
    except StoreError as error:
        LOG.warning("refused: %s", getattr(error.__cause__, "sqlite_errorname", ""))
        raise
    return cursor.lastrowid or 0
