"""One step after the other, numbers by Decimal with every trap looked at, and savepoints."""

import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

import solution
from solution import ImportReport, Invalid, NewProduct

SCHEMA = """
CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price_cents INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    CHECK (typeof(name) = 'text' AND length(name) > 0 AND length(name) <= 80),
    CHECK (name NOT LIKE ' %' AND name NOT LIKE '% '),
    CHECK (typeof(price_cents) = 'integer' AND price_cents BETWEEN 0 AND 100000000),
    CHECK (typeof(quantity) = 'integer' AND quantity BETWEEN 0 AND 1000000)
);
CREATE UNIQUE INDEX IF NOT EXISTS one_name ON products (name);
"""


def create_schema(conn: sqlite3.Connection) -> None:
    """A script, then a commit."""
    conn.executescript(SCHEMA)
    conn.commit()


def validate(payload: Mapping[str, object]) -> NewProduct:
    """Collect errors on the way."""
    errors: dict[str, str] = {}
    name, price, quantity = (payload.get(field) for field in ("name", "price", "quantity"))
    if type(name) is str:
        name = unicodedata.normalize("NFC", name).strip()
        if name == "" or len(name) > 80:
            errors["name"] = "is empty or too long"
        elif any(c == "\0" or unicodedata.category(c) == "Cs" for c in name):
            errors["name"] = "has a character that is none"
    else:
        errors["name"] = "is no text"
    if type(quantity) is str and quantity.strip().isascii() and quantity.strip().isdigit():
        quantity = int(quantity) if len(quantity) < 20 else -1
    if type(quantity) is not int or quantity not in range(solution.HIGHEST + 1):
        errors["quantity"] = "is no number of things"
    cents = None
    if type(price) is int:
        cents = Decimal(price) * 100
    elif type(price) is str and price.strip() and set(price.strip()) <= set("0123456789."):
        try:
            if price.strip()[0] != "." and price.strip()[-1] != ".":
                cents = Decimal(price.strip()) * 100
        except InvalidOperation:
            pass
    if cents is None or cents != int(cents) or not 0 <= cents <= solution.HIGHEST * 100:
        errors["price"] = "is no price"
    if errors:
        raise Invalid(errors)
    assert isinstance(name, str)
    assert isinstance(quantity, int)
    assert cents is not None
    return NewProduct(name, int(cents), quantity)


def add_validated(conn: sqlite3.Connection, payload: Mapping[str, object]) -> int:
    """Commit, or roll back and say why."""
    product = validate(payload)
    try:
        cursor = conn.execute(
            "INSERT INTO products VALUES (NULL, ?, ?, ?)",
            (product.name, product.price_cents, product.quantity),
        )
    except sqlite3.IntegrityError as error:
        conn.rollback()
        raise Invalid({"name": "There is one already."}) from error
    conn.commit()
    return cursor.lastrowid or 0


def import_rows(conn: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> ImportReport:
    """Each row in a savepoint of its own."""
    stored, rejected, line = 0, [], 0
    try:
        for row in rows:
            line += 1
            try:
                product = validate(row)
            except Invalid as error:
                rejected.append((line, error.errors))
                continue
            conn.execute("SAVEPOINT row")
            try:
                conn.execute(
                    "INSERT INTO products VALUES (NULL, ?, ?, ?)",
                    (product.name, product.price_cents, product.quantity),
                )
                stored += 1
            except sqlite3.IntegrityError:
                conn.execute("ROLLBACK TO row")
                rejected.append((line, {"name": "There is one already."}))
            conn.execute("RELEASE row")
    except BaseException:
        conn.rollback()
        raise
    conn.commit()
    return ImportReport(stored, rejected)
