"""Check products before they reach the database, and again inside it."""

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import astuple, dataclass
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 80 AND name = trim(name)),
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    quantity INTEGER NOT NULL CHECK (quantity >= 0)
) STRICT;
"""
HIGHEST = 1_000_000


class Invalid(Exception):
    """What somebody has sent breaks rules."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field} {said}" for field, said in errors.items()))
        self.errors = errors


@dataclass(frozen=True)
class NewProduct:
    """A product that has passed every check."""

    name: str
    price_cents: int
    quantity: int


@dataclass(frozen=True)
class ImportReport:
    """What became of the rows of an import."""

    stored: int
    rejected: list[tuple[int, dict[str, str]]]


def create_schema(conn: sqlite3.Connection) -> None:
    """Create the tables of SCHEMA and save them."""
    with conn:
        conn.executescript(SCHEMA)


def validate(payload: Mapping[str, object]) -> NewProduct:
    """Make a product of what somebody has sent.

    Raises:
        Invalid: With an entry for every field that is missing or breaks its rule.
    """
    errors: dict[str, str] = {}

    def read[T](field: str, parse: Callable[[object], T], otherwise: T) -> T:
        try:
            return parse(payload.get(field))
        except ValueError as error:
            errors[field] = str(error)
            return otherwise

    product = NewProduct(
        name=read("name", parse_name, ""),
        price_cents=read("price", parse_price, 0),
        quantity=read("quantity", parse_quantity, 0),
    )
    if errors:
        raise Invalid(errors)
    return product


def parse_name(value: object) -> str:
    """A clean name, or ValueError."""
    if not isinstance(value, str):
        raise ValueError("must be a text")
    # é is one character or two, an e and an accent: NFC makes it one.
    name = unicodedata.normalize("NFC", value.strip())
    if not 1 <= len(name) <= 80:
        raise ValueError("must have 1 to 80 characters")
    # NUL ends a text for SQLite's functions, and half of a pair cannot be encoded.
    if re.search(r"[\0\ud800-\udfff]", name):
        raise ValueError("must hold whole characters only")
    return name


def parse_price(value: object) -> int:
    """Cents, or ValueError."""
    if isinstance(value, str):
        # Not Decimal(), which also takes NaN, 1e3, 1_000 and the digits of every script.
        match = re.fullmatch(r"([0-9]{1,7})(?:\.([0-9]{1,2}))?", value.strip())
        if match is None:
            raise ValueError("must be a number with at most two digits behind the point")
        euros, fraction = match.groups(default="0")
        cents = int(euros) * 100 + int(fraction.ljust(2, "0"))
    else:
        cents = parse_whole(value) * 100
    if not 0 <= cents <= HIGHEST * 100:
        raise ValueError(f"must be from 0 to {HIGHEST}")
    return cents


def parse_quantity(value: object) -> int:
    """A count, or ValueError."""
    if isinstance(value, str) and re.fullmatch("[0-9]{1,7}", value.strip()):
        value = int(value)
    count = parse_whole(value)
    if not 0 <= count <= HIGHEST:
        raise ValueError(f"must be from 0 to {HIGHEST}")
    return count


def parse_whole(value: object) -> int:
    """An int that is no bool: True is an int, too."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("must be a whole number")
    return value


def add_validated(conn: sqlite3.Connection, payload: Mapping[str, object]) -> int:
    """Add a product and return its id."""
    product = validate(payload)
    with conn:
        return insert(conn, product)


def insert(conn: sqlite3.Connection, product: NewProduct) -> int:
    """Insert, and leave the commit to the caller."""
    try:
        cursor = conn.execute(
            "INSERT INTO products (name, price_cents, quantity) VALUES (?, ?, ?)", astuple(product)
        )
    except sqlite3.IntegrityError as error:
        # Only the database knows all names: to ask it before would be out of date at once.
        if error.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_UNIQUE:
            raise Invalid({"name": "exists already"}) from error
        raise
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def import_rows(conn: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> ImportReport:
    """Add the good ones of many products, all together in one transaction."""
    stored = 0
    rejected: list[tuple[int, dict[str, str]]] = []
    with conn:
        for line, row in enumerate(rows, start=1):
            try:
                insert(conn, validate(row))
                stored += 1
            except Invalid as error:
                # A refused INSERT undoes itself and nothing else: the good rows stay.
                rejected.append((line, error.errors))
    return ImportReport(stored, rejected)


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------

ROWS: list[dict[str, Any]] = [
    {"name": "Bolt", "price": "0.25", "quantity": 500},
    {"name": " Bolt ", "price": "0.30", "quantity": 1},
    {"name": "Caf\u00e9", "price": "4.50", "quantity": "12"},
    {"name": "Cafe\u0301", "price": "4.50", "quantity": 1},
    {"name": "", "price": "NaN", "quantity": True},
    {"name": "Tea", "price": "1_000", "quantity": "\u0663"},
]


def naive_row(row: Mapping[str, Any]) -> tuple[object, ...] | None:
    """As one might write it: trust float() and int()."""
    price, quantity = float(row["price"]), int(row["quantity"])
    return None if price < 0 or quantity < 0 else (row["name"], price, quantity)


def main() -> None:
    """Send the same rows through a naive validator and through the one above."""
    with closing(sqlite3.connect(":memory:", autocommit=False)) as conn:
        print("A naive validator, and a table without rules:")
        conn.execute("CREATE TABLE naive (name TEXT, price REAL, quantity INTEGER)")
        for row in ROWS:
            if values := naive_row(row):
                conn.execute("INSERT INTO naive VALUES (?, ?, ?)", values)
        for row in conn.execute("SELECT quote(name), price, quantity FROM naive"):
            print(f"   stored: {row}")

        print("import_rows() of the same rows:")
        create_schema(conn)
        report = import_rows(conn, iter(ROWS))
        for row in conn.execute("SELECT name, price_cents, quantity FROM products"):
            print(f"   stored: {row}")
        for line, errors in report.rejected:
            print(f"   line {line}: {errors}")

        print("Past the validator, with SQL of one's own:")
        for values in (("Nut", -1, 3), ("Nut", "cheap", 3), ("Bolt", 25, 3)):
            try:
                conn.execute("INSERT INTO products VALUES (NULL, ?, ?, ?)", values)
            except sqlite3.IntegrityError as error:
                print(f"   {values}: {error}")


if __name__ == "__main__":
    main()
