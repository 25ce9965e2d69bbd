"""Goes by the names of the codes, and leaves commit and rollback to `with conn`."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from solution import (
    DuplicateProduct,
    InvalidProduct,
    NewProduct,
    StoreBusy,
    StoreCorrupt,
    StoreError,
    UnknownCategory,
)

__all__ = ["StoreError"]
LOG = logging.getLogger("store")


def translate(error: sqlite3.Error) -> StoreError | None:
    """Match on the name; the one that Python does not know has its number."""
    name = getattr(error, "sqlite_errorname", "")
    if getattr(error, "sqlite_errorcode", 0) == 3091:
        name = "SQLITE_CONSTRAINT_DATATYPE"
    column = str(error).rpartition(" ")[2].rpartition(".")[2]
    match name.removeprefix("SQLITE_").split("_"):
        case ["CONSTRAINT", "UNIQUE" | "PRIMARYKEY" | "ROWID"]:
            return DuplicateProduct(column)
        case ["CONSTRAINT", "FOREIGNKEY"]:
            return UnknownCategory()
        case ["CONSTRAINT", "NOTNULL" | "CHECK" | "DATATYPE"]:
            return InvalidProduct(column)
        case ["BUSY" | "LOCKED", *_]:
            return StoreBusy()
        case ["CORRUPT" | "NOTADB", *_]:
            return StoreCorrupt()
    return None


@contextmanager
def guarded(conn: sqlite3.Connection) -> Iterator[None]:
    """`with conn` also rolls back where its commit fails."""
    try:
        with conn:
            yield
    except sqlite3.Error as error:
        known = translate(error)
        if known:
            raise known from error
        raise


def add_product(conn: sqlite3.Connection, product: NewProduct) -> int:
    """Log the type and the code."""
    try:
        with guarded(conn):
            return conn.execute(
                "INSERT INTO products (name, category_id, price_cents, quantity)"
                " VALUES (:name, :category_id, :price_cents, :quantity) RETURNING id",
                vars(product),
            ).fetchone()[0]
    except StoreError as error:
        cause = error.__cause__
        name = cause.sqlite_errorname if isinstance(cause, sqlite3.Error) else ""
        LOG.warning("%s: %s", type(error).__name__, name)
        raise
