"""Drift: where a database and the models that are made for it have gone apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

What = Literal["table", "column", "type", "nullable", "default", "foreign key", "unique"]
Side = Literal["database", "models", "both"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a database and its models differ."""

    what: What
    name: str
    """`orders`, `orders.status`, or for keys `orders(seller_id)`."""
    side: Side
    """Who has it: the database only, the models only, or both, and they say different things."""


def drift(engine: sa.Engine, metadata: sa.MetaData) -> list[Difference]:
    """Compare the tables and views of a database with those of the models.

    Args:
        engine: the database, SQLite or PostgreSQL; its default schema is compared.
        metadata: the models' tables.

    Returns:
        One `Difference` for each thing that differs, in any order; nothing where they agree.
        What a table has is not reported if the whole table is on one side only.
    """
    # TODO task 3
    raise NotImplementedError
