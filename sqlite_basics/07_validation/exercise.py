"""Check products before they reach the database, and again inside it."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# TODO task 2: the rules of the table; there are none yet
SCHEMA = """
CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY,
    name TEXT,
    price_cents INTEGER,
    quantity INTEGER
);
"""


class Invalid(Exception):
    """What somebody has sent breaks rules.  Given: nothing to do here."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field} {said}" for field, said in errors.items()))
        self.errors = errors
        """By field, what is wrong with it, in words for the sender."""


@dataclass(frozen=True)
class NewProduct:
    """A product that has passed every check.  Given: nothing to do here."""

    name: str
    price_cents: int
    quantity: int


@dataclass(frozen=True)
class ImportReport:
    """What became of the rows of an import.  Given: nothing to do here."""

    stored: int
    """How many are in the database now."""
    rejected: list[tuple[int, dict[str, str]]]
    """For each of the others its line, the first row being line 1, and its errors by field."""


def create_schema(conn: sqlite3.Connection) -> None:
    """Create the tables of SCHEMA and save them.  Given: nothing to do here."""
    with conn:
        conn.executescript(SCHEMA)


def validate(payload: Mapping[str, object]) -> NewProduct:
    """Make a product of what somebody has sent, a form or a row of a file.

    Spaces around a text do not count.  Fields beside these three are ignored.

    Args:
        payload: It is left as it is, and should have
            `name`: a text that has 1 to 80 characters in the Unicode form NFC, into which it is
            brought, and no NUL or lone surrogate among them;
            `price`: euros, from 0 to 1,000,000: a text such as "19.90", "19.9" or "19" in the
            digits 0 to 9, or an int;
            `quantity`: from 0 to 1,000,000: a text in the digits 0 to 9, or an int.
            Nothing else will do: no float, no bool, no None.

    Returns:
        The product.

    Raises:
        Invalid: With an entry for every field that is missing or breaks its rule.
    """
    # TODO task 1
    raise NotImplementedError


def add_validated(conn: sqlite3.Connection, payload: Mapping[str, object]) -> int:
    """Add a product.  It is saved when the call returns.

    Args:
        conn: An open connection with `autocommit=False`.
        payload: What somebody has sent.

    Returns:
        The id of the new product.

    Raises:
        Invalid: It breaks a rule: then no statement was sent.  Or there is a product with this
            name: then the error is at `name`, and one statement was sent.
    """
    # TODO task 3
    raise NotImplementedError


def import_rows(conn: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> ImportReport:
    """Add the good ones of many products, all together in one transaction.

    Args:
        conn: An open connection with `autocommit=False`.
        rows: What somebody has sent.  It can be read only once, and may itself raise in the
            middle: then nothing is stored, and the exception goes on.

    Returns:
        How many were stored, and the line and the errors of every other one, also of one whose
        name exists already.
    """
    # TODO task 4
    raise NotImplementedError
