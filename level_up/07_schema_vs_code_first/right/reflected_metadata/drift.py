"""Two MetaData are described in words, and the words are compared."""

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
    side: Side


def drift(engine: sa.Engine, metadata: sa.MetaData) -> list[Difference]:
    """Facts that are on one side only, or say different things."""
    reflected = sa.MetaData()
    reflected.reflect(engine, views=True)
    views = set(sa.inspect(engine).get_view_names())
    theirs, ours = _facts(reflected, engine, views), _facts(metadata, engine, views)
    differences = []
    for fact in theirs.keys() | ours.keys():
        what, name = fact
        table, column = _owner(name), name.partition("(")[0]
        if what != "table" and not all(("table", table) in facts for facts in (theirs, ours)):
            continue
        if what in ("type", "nullable", "default") and not all(
            ("column", column) in facts for facts in (theirs, ours)
        ):
            continue
        if fact not in ours:
            differences.append(Difference(what, name, "database"))
        elif fact not in theirs:
            differences.append(Difference(what, name, "models"))
        elif theirs[fact] != ours[fact]:
            differences.append(Difference(what, name, "both"))
    return differences


def _owner(name: str) -> str:
    return name.partition(".")[0].partition("(")[0]


def _facts(
    metadata: sa.MetaData, engine: sa.Engine, views: set[str]
) -> dict[tuple[What, str], str]:
    facts: dict[tuple[What, str], str] = {}
    for table in metadata.tables.values():
        facts["table", table.name] = ""
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            facts["column", name] = ""
            if table.name in views:
                continue
            facts["type", name] = column.type.compile(engine.dialect)
            facts["nullable", name] = str(column.nullable)
            if isinstance(column.server_default, sa.DefaultClause):
                facts["default", name] = ""
        for key in table.constraints:
            if isinstance(key, sa.UniqueConstraint | sa.ForeignKeyConstraint):
                name = f"{table.name}({', '.join(column.name for column in key.columns)})"
                if isinstance(key, sa.UniqueConstraint):
                    facts["unique", name] = ""
                else:
                    facts["foreign key", name] = key.referred_table.name
    return facts
