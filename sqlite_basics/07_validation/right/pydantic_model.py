"""Describes a payload with Pydantic, and asks the database to ignore what exists."""

import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from solution import SCHEMA, ImportReport, Invalid, NewProduct

HIGHEST = 1_000_000


def create_schema(conn: sqlite3.Connection) -> None:
    """The schema of the reference."""
    with conn:
        conn.executescript(SCHEMA)


def _nfc(name: object) -> object:
    # Pydantic itself refuses what cannot be encoded.
    return unicodedata.normalize("NFC", name) if isinstance(name, str) else name


def _cents(price: int | str) -> int:
    cents = int(Decimal(price) * 100)
    if cents > HIGHEST * 100:
        raise ValueError("too high")
    return cents


def _count(quantity: int | str) -> int:
    if int(quantity) > HIGHEST:
        raise ValueError("too many")
    return int(quantity)


class _Payload(BaseModel):
    # Strict, so that neither True nor 3.0 becomes an int.
    model_config = ConfigDict(strict=True, str_strip_whitespace=True)

    name: Annotated[
        str,
        BeforeValidator(_nfc),
        StringConstraints(
            strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00]*$"
        ),
    ]
    price: Annotated[
        Annotated[int, Field(ge=0)]
        | Annotated[str, StringConstraints(pattern=r"^[0-9]{1,7}(\.[0-9]{1,2})?$")],
        AfterValidator(_cents),
    ]
    quantity: Annotated[
        Annotated[int, Field(ge=0)] | Annotated[str, StringConstraints(pattern="^[0-9]{1,7}$")],
        AfterValidator(_count),
    ]


def validate(payload: Mapping[str, object]) -> NewProduct:
    """Keep the last thing that Pydantic says of each field."""
    try:
        checked = _Payload.model_validate(dict(payload))
    except ValidationError as error:
        raise Invalid({str(e["loc"][0]): e["msg"] for e in error.errors()}) from error
    return NewProduct(checked.name, int(checked.price), int(checked.quantity))


def _insert(conn: sqlite3.Connection, product: NewProduct) -> int:
    cursor = conn.execute(
        "INSERT INTO products (name, price_cents, quantity)"
        " VALUES (:name, :price_cents, :quantity) ON CONFLICT (name) DO NOTHING",
        vars(product),
    )
    if cursor.rowcount == 0:
        raise Invalid({"name": "is taken"})
    return cursor.lastrowid or 0


def add_validated(conn: sqlite3.Connection, payload: Mapping[str, object]) -> int:
    """Validate, insert, commit."""
    product = validate(payload)
    with conn:
        return _insert(conn, product)


def import_rows(conn: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> ImportReport:
    """Validate everything first, then write."""
    rejected: dict[int, dict[str, str]] = {}
    products: dict[int, NewProduct] = {}
    for line, row in enumerate(rows, 1):
        try:
            products[line] = validate(row)
        except Invalid as error:
            rejected[line] = error.errors
    with conn:
        for line, product in products.items():
            try:
                _insert(conn, product)
            except Invalid as error:
                rejected[line] = error.errors
    return ImportReport(len(products.keys() - rejected), sorted(rejected.items()))
