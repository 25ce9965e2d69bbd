"""Errors of SQLite, said in the words of the shop."""

import logging
import re
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

LOG = logging.getLogger("store")

# Each CHECK is named after its column: SQLite's message gives the name.
SCHEMA = """
CREATE TABLE IF NOT EXISTS categories (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE CONSTRAINT name CHECK (length(name) BETWEEN 1 AND 80),
    category_id INTEGER NOT NULL REFERENCES categories (id),
    price_cents INTEGER NOT NULL CONSTRAINT price_cents CHECK (price_cents >= 0),
    quantity INTEGER NOT NULL CONSTRAINT quantity CHECK (quantity >= 0)
) STRICT;
"""

DUPLICATES = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
# A value of another type in a STRICT table; Python has no name for it yet.
SQLITE_CONSTRAINT_DATATYPE = 3091
RULES = {
    sqlite3.SQLITE_CONSTRAINT_NOTNULL,
    sqlite3.SQLITE_CONSTRAINT_CHECK,
    SQLITE_CONSTRAINT_DATATYPE,
}


class StoreError(Exception):
    """Something that a caller of the shop can expect and deal with."""


class DuplicateProduct(StoreError):
    """There is a product with the same value in a field that must be unique."""

    def __init__(self, field: str) -> None:
        super().__init__(f"there is a product with this {field} already")
        self.field = field


class InvalidProduct(StoreError):
    """The value of a field breaks a rule."""

    def __init__(self, field: str) -> None:
        super().__init__(f"the {field} breaks a rule")
        self.field = field


class UnknownCategory(StoreError):
    """There is no such category."""


class StoreBusy(StoreError):
    """Another program is using the database: it is worth trying again later."""


class StoreCorrupt(StoreError):
    """The file is damaged, or no database at all."""


@dataclass(frozen=True)
class NewProduct:
    """A product that has no id yet."""

    name: str
    category_id: int
    price_cents: int
    quantity: int


def translate(error: sqlite3.Error) -> StoreError | None:
    """Say what an error of SQLite means to the shop; None for a mistake in the program."""
    # Errors that Python raises by itself, about a closed connection for example, have no code.
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code in DUPLICATES:
        return DuplicateProduct(_field(error))
    if code in RULES:
        return InvalidProduct(_field(error))
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return UnknownCategory("there is no such category")
    primary = code & 0xFF  # the higher bits say which kind of busy, or where the damage is
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreBusy("another program is using the database")
    if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return StoreCorrupt("the file is damaged, or no database")
    return None


def _field(error: sqlite3.Error) -> str:
    """The column at the end of a message: `UNIQUE constraint failed: products.name`."""
    return re.split(r"[ .]", str(error))[-1]


@contextmanager
def guarded(conn: sqlite3.Connection) -> Iterator[None]:
    """Make a `with` block one unit, with errors in the words of the shop."""
    try:
        yield
        conn.commit()
    except sqlite3.Error as error:
        conn.rollback()
        meaning = translate(error)
        if meaning is None:
            raise
        raise meaning from error
    except BaseException:
        conn.rollback()
        raise


def add_product(conn: sqlite3.Connection, product: NewProduct) -> int:
    """Add a product and return its id."""
    try:
        with guarded(conn):
            cursor = conn.execute(
                "INSERT INTO products (name, category_id, price_cents, quantity)"
                " VALUES (?, ?, ?, ?)",
                astuple(product),
            )
    except StoreError as error:
        # Neither the product nor the statement: logs are read by more people than the data.
        name = getattr(error.__cause__, "sqlite_errorname", "no error of SQLite")
        LOG.warning("a product could not be added: %s (%s)", error, name)
        raise
    assert cursor.lastrowid is not None
    return cursor.lastrowid


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


def naive_add(conn: sqlite3.Connection, product: NewProduct) -> int | None:
    """As one might write it: whatever goes wrong, the answer is None."""
    try:
        cursor = conn.execute("INSERT INTO prodcuts VALUES (NULL, ?, ?, ?, ?)", astuple(product))
    except sqlite3.Error:
        return None
    conn.commit()
    return cursor.lastrowid


def naive_translate(error: sqlite3.Error) -> str:
    """As one might write it: look at the class, and for words."""
    if isinstance(error, sqlite3.OperationalError):
        return "busy, try again"
    return "a duplicate" if "UNIQUE" in str(error) else "?"


def main(path: Path) -> None:
    """Show what the naive way hides, then the functions above."""
    bolt = NewProduct("Bolt", 1, 25, 3)
    with closing(sqlite3.connect(path, autocommit=True, timeout=0.2)) as conn:
        conn.execute("PRAGMA foreign_keys = ON")
        conn.executescript(SCHEMA + "INSERT INTO categories VALUES (1, 'tools');")
        conn.autocommit = False

        print(f"1. A misspelt table, and every error caught: {naive_add(conn, bolt)}")
        try:
            conn.execute("SELECT * FROM prodcuts")
        except sqlite3.Error as error:
            print(f"   {error}: by its class this is “{naive_translate(error)}”")
            print(f"   by its code, {error.sqlite_errorname}, translate() gives {translate(error)}")
        conn.rollback()

        print("2. Each error in the words of the shop:")
        print(f"   the first Bolt has id {add_product(conn, bolt)}")
        for product in (
            bolt,
            NewProduct("Nut", 9, 25, 3),
            NewProduct("Nut", 1, -25, 3),
            NewProduct("Nut", 1, "cheap", 3),  # pyright: ignore[reportArgumentType]
        ):
            try:
                add_product(conn, product)
            except StoreError as error:
                print(f"   {error!r}")
        with closing(sqlite3.connect(path, autocommit=True)) as other:
            other.execute("BEGIN IMMEDIATE")
            try:
                add_product(conn, NewProduct("Nut", 1, 25, 3))
            except StoreError as error:
                print(f"   {error!r}")

        print("3. A unit that fails at its second product:")
        try:
            with guarded(conn):
                for name in ("Nut", "Bolt"):
                    conn.execute("INSERT INTO products VALUES (NULL, ?, 1, 25, 3)", (name,))
        except StoreError as error:
            print(f"   {error!r}, and the products are", end=" ")
        print(conn.execute("SELECT group_concat(name) FROM products").fetchone()[0])


if __name__ == "__main__":
    logging.basicConfig(format="   logged: %(message)s", stream=sys.stdout)
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "store.db")
