"""Drift: where a database and the models that are made for it have gone apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import ReflectedColumn

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
    """Compare the tables and views of a database with those of the models."""
    inspector = sa.inspect(engine)
    views = set(inspector.get_view_names())
    found = {*inspector.get_table_names(), *views}
    differences = list(_one_sided("table", "{}", found, set(metadata.tables)))
    for table in metadata.sorted_tables:
        if table.name not in found:
            continue
        columns = {column["name"]: column for column in inspector.get_columns(table.name)}
        ours = {column.name for column in table.columns}
        differences += _one_sided("column", f"{table.name}.{{}}", set(columns), ours)
        if table.name in views:  # what a database tells of a view is little more than names
            continue
        for column in table.columns:
            if column.name in columns:
                differences += _of_column(engine, column, columns[column.name])
        differences += _of_keys(inspector, table)
    return differences


def _one_sided(what: What, name: str, database: set[str], models: set[str]) -> Iterator[Difference]:
    """What only one of the two has."""
    for only in sorted(database - models):
        yield Difference(what, name.format(only), "database")
    for only in sorted(models - database):
        yield Difference(what, name.format(only), "models")


def _of_column(
    engine: sa.Engine, column: sa.Column[object], found: ReflectedColumn
) -> Iterator[Difference]:
    """Type, NULL and default."""
    name = f"{column.table.name}.{column.name}"
    if column.type.compile(engine.dialect) != found["type"].compile(engine.dialect):
        yield Difference("type", name, "both")
    if column.nullable != found["nullable"]:
        yield Difference("nullable", name, "both")
    ours = column.server_default
    has_default = ours is not None
    if has_default != (found["default"] is not None):
        yield Difference("default", name, "models" if has_default else "database")


def _of_keys(inspector: sa.Inspector, table: sa.Table) -> Iterator[Difference]:
    """Foreign keys and UNIQUE constraints by their columns: another name does no harm."""
    name = f"{table.name}({{}})"
    ours = {_names(key.columns): key.referred_table.name for key in table.foreign_key_constraints}
    found = {
        ", ".join(key["constrained_columns"]): key["referred_table"]
        for key in inspector.get_foreign_keys(table.name)
    }
    yield from _one_sided("foreign key", name, set(found), set(ours))
    for columns in sorted(found.keys() & ours.keys()):
        if found[columns] != ours[columns]:
            yield Difference("foreign key", name.format(columns), "both")
    unique = {
        ", ".join(key["column_names"]) for key in inspector.get_unique_constraints(table.name)
    }
    ours_unique = {
        _names(key.columns) for key in table.constraints if isinstance(key, sa.UniqueConstraint)
    }
    yield from _one_sided("unique", name, unique, ours_unique)


def _names(columns: Iterable[sa.Column[object]]) -> str:
    return ", ".join(column.name for column in columns)
