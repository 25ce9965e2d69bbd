"""Compare rows as a task states them, and show the difference row by row."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

SHOWN = 8
"""Rows of a difference that are shown."""

_Cell = tuple[type, Any]


class _Row:
    """A row in one shape: its values with their types, and names where it has them."""

    __slots__ = ("cells", "has_own_names", "key", "names", "values")

    def __init__(self, row: Any) -> None:
        self.names, self.values, self.has_own_names = _names_and_values(row)
        self.cells = tuple(_cell(value) for value in self.values)
        self.key: Any = self.cells

    def use_names(self) -> None:
        """Compare by name, in any order, as far as the row has names."""
        if self.names is not None:
            order = sorted(range(len(self.names)), key=self.names.__getitem__)
            self.names = [self.names[i] for i in order]
            self.values = [self.values[i] for i in order]
            self.cells = tuple(self.cells[i] for i in order)
        self.key = (self.names and tuple(self.names), self.cells)

    def text(self, with_names: bool) -> str:
        """The row for a message."""
        if self.names is None or not with_names:
            inner = ", ".join(map(repr, self.values))
            return f"({inner},)" if len(self.values) == 1 else f"({inner})"
        pairs = zip(self.names, self.values, strict=True)
        return "{" + ", ".join(f"{name}: {value!r}" for name, value in pairs) + "}"


def assert_same_rows(
    got: Iterable[Any], expected: Iterable[Any], why: str, *, ordered: bool = False
) -> None:
    """Fail when rows are not those that are expected.

    Rows may be tuples, lists, `sqlite3.Row`, SQLAlchemy `Row` and `RowMapping`, mappings,
    dataclasses, Pydantic models, or single values.  Column names count where the expected rows
    have them (mappings, dataclasses, models); the order of names does not.  Values are equal
    only with the same type: `1` is not `'1'`, `True`, `1.0` or `Decimal(1)`; None is not `''`.

    Args:
        got: What the answer gave.
        expected: What it should give.
        why: What the task asks for, in words: `"one row per category, also the empty one"`.
        ordered: Whether the order counts; otherwise rows are compared as a multiset.

    Raises:
        AssertionError: `why` in the first line, the difference below.
    """
    __tracebackhide__ = True
    if got is None or isinstance(got, str | bytes) or not isinstance(got, Iterable):
        raise AssertionError(f"got {got!r} instead of rows: {why}")
    wanted = [_Row(row) for row in expected]
    found = [_Row(row) for row in got]
    by_name = any(row.has_own_names for row in wanted)
    if by_name:
        for row in (*wanted, *found):
            row.use_names()
    missing = _without(wanted, found)
    unexpected = _without(found, wanted)
    if missing or unexpected:
        raise AssertionError(
            f"{_summary(len(found), len(wanted), missing, unexpected)}: {why}\n"
            + "\n".join(_difference(missing, unexpected, by_name))
        )
    if ordered and [row.key for row in found] != [row.key for row in wanted]:
        lines = [
            f"↕ row {number}: got {a.text(by_name)}, expected {b.text(by_name)}"
            for number, (a, b) in enumerate(zip(found, wanted, strict=True), 1)
            if a.key != b.key
        ]
        raise AssertionError(
            f"the right rows come in the wrong order: {why}\n" + "\n".join(_cut(lines))
        )


def _names_and_values(row: Any) -> tuple[list[str] | None, list[Any], bool]:
    """Names, values, and whether the names are part of the row.

    Those of `sqlite3.Row`, SQLAlchemy's `Row` and named tuples may be used or not.
    """
    if isinstance(row, Mapping):
        return [str(name) for name in row], list(row.values()), True
    if type(row).__module__ == "sqlite3":
        return list(row.keys()), list(row), False
    if isinstance(row, Sequence) and not isinstance(row, str | bytes | bytearray | memoryview):
        names = getattr(row, "_fields", None)
        return (list(names) if names else None), list(row), False
    if dataclasses.is_dataclass(row) and not isinstance(row, type):
        names = [field.name for field in dataclasses.fields(row)]
        return names, [getattr(row, name) for name in names], True
    fields = getattr(type(row), "model_fields", None)
    if isinstance(fields, Mapping):
        return list(fields), [getattr(row, name) for name in fields], True
    return None, [row], False


def _cell(value: Any) -> _Cell:
    # JSON columns: lists, and dicts, whose order of names does not count.
    if isinstance(value, Mapping):
        return type(value), frozenset((name, _cell(inner)) for name, inner in value.items())
    if isinstance(value, list):
        return type(value), tuple(map(_cell, value))
    try:
        hash(value)
    except TypeError:
        return type(value), repr(value)
    # NaN is not even equal to itself.
    return type(value), value if value == value else repr(value)


def _without(rows: list[_Row], others: list[_Row]) -> list[_Row]:
    """The rows that are left when each of the others has taken one away."""
    left = Counter(row.key for row in others)
    rest = []
    for row in rows:
        if left[row.key] > 0:
            left[row.key] -= 1
        else:
            rest.append(row)
    return rest


def _summary(found: int, wanted: int, missing: list[_Row], unexpected: list[_Row]) -> str:
    got = "1 row" if found == 1 else f"{found} rows"
    if found != wanted:
        return f"got {got} where {wanted} {'is' if wanted == 1 else 'are'} right"
    if not unexpected or not missing:
        return f"got other rows than {wanted}"
    names = _name_difference(missing[0], unexpected[0])
    return (
        names or f"{len(unexpected)} of {got} {'is' if len(unexpected) == 1 else 'are'} not right"
    )


def _name_difference(missing: _Row, unexpected: _Row) -> str:
    if not missing.has_own_names or missing.names is None or missing.names == unexpected.names:
        return ""
    got = ", ".join(unexpected.names) if unexpected.names is not None else "without names"
    return f"got the columns {got} instead of {', '.join(missing.names)}"


def _difference(missing: list[_Row], unexpected: list[_Row], by_name: bool) -> list[str]:
    lines = _cut([f"– {row.text(by_name)}" for row in missing])
    lines += _cut([f"+ {row.text(by_name)}" for row in unexpected])
    legend = ["(– missing, + unexpected)"]
    if missing and unexpected and len(missing[0].values) == len(unexpected[0].values):
        for a, b in zip(missing[0].cells, unexpected[0].cells, strict=True):
            if a[0] is not b[0] and a[1] == b[1]:
                legend.append(f"{b[1]!r} is of type {b[0].__name__}, not {a[0].__name__}")
    return lines + legend


def _cut(lines: list[str]) -> list[str]:
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], f"… and {len(lines) - SHOWN} more"]
