"""The schema of a database: as Mermaid text, and how it differs from the reference's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runner.seen import Column, Index, Table


class Difference(NamedTuple):
    """One thing that is not as in the reference's database."""

    kind: Literal["missing", "additional", "other"]
    """`other`: it is there, and looks different."""
    table: str
    column: str
    """Empty where it is about a table or an index."""
    words: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"


def differences(tables: Sequence[Table], expected: Sequence[Table]) -> list[Difference]:
    """What differs from the schema of the reference, table by table.

    Indexes count by what they cover, since their names are free.

    Args:
        tables: of the answer's database.
        expected: of the reference's, after the same check.
    """
    own = {table.name: table for table in tables}
    wanted = {table.name: table for table in expected}
    found = []
    for name in dict.fromkeys([*wanted, *own]):
        if name not in own:
            found.append(Difference("missing", name, "", f"table {name}"))
        elif name not in wanted:
            found.append(Difference("additional", name, "", f"table {name}"))
        else:
            found += _columns(own[name], wanted[name])
            found += _indexes(own[name], wanted[name])
    return found


def _columns(table: Table, wanted: Table) -> Iterator[Difference]:
    own = {column.name: column for column in table.columns}
    for column in wanted.columns:
        there = own.pop(column.name, None)
        what = f"column {table.name}.{column.name}"
        if there is None:
            words = f"{what}, {described(column)}"
            yield Difference("missing", table.name, column.name, words)
        elif described(there).casefold() != described(column).casefold():
            words = f"{what} is {described(there)}; the reference has {described(column)}"
            yield Difference("other", table.name, column.name, words)
    for column in own.values():
        words = f"column {table.name}.{column.name}, {described(column)}"
        yield Difference("additional", table.name, column.name, words)


def _indexes(table: Table, wanted: Table) -> Iterator[Difference]:
    for index in dict.fromkeys(wanted.indexes):
        if index not in table.indexes:
            yield Difference("missing", table.name, "", f"{indexed(index)} of {table.name}")
    for index in dict.fromkeys(table.indexes):
        if index not in wanted.indexes:
            yield Difference("additional", table.name, "", f"{indexed(index)} of {table.name}")


def described(column: Column) -> str:
    """What a column is, apart from its name."""
    said = [column.type or "no type"]
    said += ["primary key"] * column.key
    said += ["not null"] * (column.required and not column.key)
    said += [f"→ {column.references}"] * bool(column.references)
    return ", ".join(said)


def indexed(index: Index) -> str:
    """What an index covers."""
    where = f" where {index.where}" if index.where else ""
    return f"{'unique ' * index.unique}index on ({', '.join(index.columns)}){where}"


def mermaid(tables: Sequence[Table]) -> str:
    """An entity-relationship diagram as Mermaid text (https://mermaid.js.org).

    Args:
        tables: of one database.
    """
    lines = ["erDiagram"]
    for table in tables:
        lines.append(f"    {_identifier(table.name)} {{")
        for column in table.columns:
            keys = ["PK"] * column.key + ["FK"] * bool(column.references)
            kind = _identifier(column.type or "any")
            lines.append(f"        {kind} {_identifier(column.name)} {', '.join(keys)}".rstrip())
        lines.append("    }")
    for table in tables:
        for column in table.columns:
            if column.references:
                parent = _identifier(column.references.rpartition(".")[0])
                many = "||--o{" if column.required else "|o--o{"
                label = _identifier(column.name)
                lines.append(f"    {parent} {many} {_identifier(table.name)} : {label}")
    return "\n".join(lines)


def _identifier(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_") or "_"
