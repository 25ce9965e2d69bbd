"""Alembic compares; what it sees otherwise than we do is put right afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

What = Literal["table", "column", "type", "nullable", "default", "foreign key", "unique"]
Side = Literal["database", "models", "both"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a database and its models differ."""

    what: What
    name: str
    side: Side


def drift(engine: sa.Engine, metadata: sa.MetaData) -> list[Difference]:
    """Alembic for tables, columns and foreign keys; views, defaults and UNIQUE by hand."""
    inspector = sa.inspect(engine)
    views = {name: {c["name"] for c in inspector.get_columns(name)} for name in _views(inspector)}
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": lambda _, name, *__: name not in views}
        )
        changes = compare_metadata(context, metadata)
    found: dict[tuple[str, str], set[str]] = {}
    for change in changes:
        for one in change if isinstance(change, list) else [change]:
            for what, name, side in _of(one):
                found.setdefault((what, name), set()).add(side)
    tables = set(metadata.tables) & set(inspector.get_table_names())
    for name in sorted(tables):
        table = metadata.tables[name]
        columns = {column["name"]: column for column in inspector.get_columns(name)}
        for column in table.columns:
            if column.name in columns:
                in_models = column.server_default is not None and not isinstance(
                    column.server_default, (sa.Identity, sa.Computed)
                )
                generated = "computed" in columns[column.name]
                generated |= isinstance(column.server_default, sa.FetchedValue) and bool(
                    column.server_onupdate
                )
                if in_models != bool(columns[column.name]["default"]) and not generated:
                    found["default", f"{name}.{column.name}"] = {
                        "models" if in_models else "database"
                    }
        unique = {tuple(one["column_names"]) for one in inspector.get_unique_constraints(name)}
        ours = {
            tuple(column.name for column in one.columns)
            for one in table.constraints
            if isinstance(one, sa.UniqueConstraint)
        }
        for key in unique ^ ours:
            side = "database" if key in unique else "models"
            found["unique", f"{name}({', '.join(key)})"] = {side}
    for view, columns in views.items():
        if view not in metadata.tables:
            found["table", view] = {"database"}
            continue
        mapped = set(metadata.tables[view].c.keys())
        for column in columns ^ mapped:
            side = "database" if column in columns else "models"
            found["column", f"{view}.{column}"] = {side}
    return [_difference(*key, sides) for key, sides in found.items()]


def _views(inspector: sa.Inspector) -> list[str]:
    return inspector.get_view_names()


def _of(change: tuple[Any, ...]) -> Iterator[tuple[str, str, str]]:
    kind = change[0]
    side = "models" if kind.startswith("add_") else "database"
    match kind:
        case "add_table" | "remove_table":
            yield "table", change[1].name, side
        case "add_column" | "remove_column":
            yield "column", f"{change[2]}.{change[3].name}", side
        case "modify_type" | "modify_nullable":
            yield kind[7:], f"{change[2]}.{change[3]}", "both"
        case "add_fk" | "remove_fk":
            key = change[1]
            yield "foreign key", f"{key.parent.name}({', '.join(key.column_keys)})", side
        case _:
            pass


def _difference(what: Any, name: str, sides: set[Any]) -> Difference:
    return Difference(what, name, sides.pop() if len(sides) == 1 else "both")
