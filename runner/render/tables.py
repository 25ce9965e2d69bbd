"""The tables of a database in the terminal: what they are, what is in them, what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from runner.render.layout import cut, in_lines
from runner.render.schema import described, differences, indexed
from runner.words import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runner.model import CheckResult
    from runner.render.schema import Difference
    from runner.seen import Changes, RowChange, Table

NOTHING_SEEN = (
    "No tables were kept: they are of the first failing check, where it sent SQL to a database."
)
SEEN_BY_ANOTHER = "As another connection sees it: what is not committed is not there."
_WIDEST_VALUE = 24
_NARROWEST_VALUE = 6
SIGNS = {"added": "+", "changed": "~", "removed": "-"}
_COLOURS = {"added": "green", "changed": "yellow", "removed": "red"}
_DIFFERENCES = {"missing": "red", "additional": "green", "other": "yellow"}


STOPPED = "The check stopped where it failed: what it had not come to yet is missing, too."
"""Beside what is missing in the answer's database."""


def schema_view(
    check: CheckResult, expected: Sequence[Table] | None, width: int, database: str
) -> list[str]:
    """The tables: columns, types, keys, indexes; then what differs from the reference's.

    Args:
        check: with the tables that it left.
        expected: of the reference after the same check; None where there are none to compare.
        width: of the lines.
        database: what the drill works on.
    """
    if database == "files":
        return ["This drill keeps its data in files: there is no schema."]
    if not check.tables:
        return [NOTHING_SEEN]
    found = [] if expected is None else differences(check.tables, expected)
    lines = []
    for table in check.tables:
        marked = {each.column: each for each in found if each.table == table.name}
        lines.append(f"{style(table.name, bold=True)}{_mark(marked.get(''), table)}")
        names = max((len(column.name) for column in table.columns), default=0)
        for column in table.columns:
            text = cut(f"  {column.name:<{names}}  {described(column)}", width - 12)
            lines.append(f"{text}{_mark(marked.get(column.name), table)}")
        lines += [cut(f"  {indexed(index)}", width) for index in table.indexes]
        lines.append("")
    return [*lines, *_compared(found, expected, width)]


def _mark(difference: Difference | None, table: Table) -> str:
    """The word beside what is not as in the reference; that about an index stands below."""
    if difference is None or (not difference.column and difference.words != f"table {table.name}"):
        return ""
    return "  " + style(difference.kind, fg=_DIFFERENCES[difference.kind])


def _compared(
    found: Sequence[Difference], expected: Sequence[Table] | None, width: int
) -> Iterator[str]:
    if expected is None:
        yield "There is no schema to compare with."
        return
    if not found:
        yield style("The same as the reference's after this check.", fg="green")
        return
    yield "Not as in the reference's database after this check:"
    for difference in found:
        first, *more = in_lines(str(difference), width - 4)
        yield f"  {style(first, fg=_DIFFERENCES[difference.kind])}"
        yield from (f"    {line}" for line in more)
    if any(difference.kind == "missing" for difference in found):
        yield from (style(line, dim=True) for line in in_lines(STOPPED, width))


def data_view(check: CheckResult, width: int) -> list[str]:
    """The first rows of every table, those first that are others than when the check began."""
    if not check.tables:
        return [NOTHING_SEEN]
    return [style(SEEN_BY_ANOTHER, dim=True), *data_lines(check.tables, width)]


def data_lines(tables: Sequence[Table], width: int) -> list[str]:
    """Tables with their rows.

    Args:
        tables: of one database.
        width: of the lines.
    """
    lines = []
    for table in tables:
        lines.append(f"{style(table.name, bold=True)}  {style(about(table), dim=True)}")
        shown = shown_rows(table)
        lines += _grid(table, shown, width)
        gone = sum(change is not None and change.kind == "removed" for change, _ in shown)
        if (more := table.count + gone - len(shown)) > 0:
            lines.append(style(f"  … and {more:,} more", dim=True))
        lines.append("")
    return lines[:-1]


def about(table: Table) -> str:
    """How many rows a table has, and what the check did to them where that is known."""
    rows = counted(table.count, "row")
    if table.is_new:
        return f"{rows}; the table was made in this check"
    changes = table.changes
    if changes is None:
        return rows
    told = {"added": changes.added, "changed": changes.changed, "removed": changes.removed}
    said = ", ".join(f"{count:,} {kind}" for kind, count in told.items() if count)
    return f"{rows}; {said or 'nothing has changed'} in this check"


def shown_rows(table: Table) -> list[tuple[RowChange | None, tuple[str, ...]]]:
    """The rows to show: those that changed, each with its change, then others."""
    changes: Changes | None = table.changes
    changed = [] if changes is None else list(changes.rows)
    new = [change.row for change in changed if change.kind != "removed"]
    same = [row for row in table.rows if row not in new]
    return [*((change, change.row) for change in changed), *((None, row) for row in same)]


def was(change: RowChange, place: int) -> str:
    """What a value of a changed row was before; empty where it is the same."""
    before = change.before[place] if change.before else ""
    return "" if before == change.row[place] else before


def _grid(
    table: Table, shown: Sequence[tuple[RowChange | None, tuple[str, ...]]], width: int
) -> list[str]:
    """Rows as aligned columns, each with its mark."""
    rows = [tuple(column.name for column in table.columns)]
    rows += [_with_former(change, row) for change, row in shown]
    widths = [
        min(max(len(_flat(row[place])) for row in rows), _WIDEST_VALUE)
        for place in range(len(table.columns))
    ]
    word = max((len(f"  {change.kind}") for change, _ in shown if change is not None), default=0)
    _narrow(widths, width - len("    ") - word)
    texts = [
        "  ".join(f"{cut(_flat(value), w):<{w}}" for value, w in zip(row, widths, strict=True))
        for row in rows
    ]
    lines = [
        cut(f"    {texts[0].rstrip()}", width),
        cut(f"    {'  '.join('─' * w for w in widths)}", width),
    ]
    for (change, _), text in zip(shown, texts[1:], strict=True):
        if change is None:
            lines.append(cut(f"    {text.rstrip()}", width))
        else:
            line = cut(f"  {SIGNS[change.kind]} {text.rstrip()}", width - len(change.kind) - 2)
            lines.append(style(f"{line}  {change.kind}", fg=_COLOURS[change.kind]))
    return lines


def _narrow(widths: list[int], room: int) -> None:
    """Take from the widest columns until all of them fit, as far as a value can be read then."""
    while sum(widths) + len("  ") * (len(widths) - 1) > room:
        widest = max(widths)
        if widest <= _NARROWEST_VALUE:
            return
        widths[widths.index(widest)] -= 1


def _with_former(change: RowChange | None, row: tuple[str, ...]) -> tuple[str, ...]:
    if change is None or change.kind != "changed":
        return row
    return tuple(
        f"{former} → {value}" if (former := was(change, place)) else value
        for place, value in enumerate(row)
    )


def _flat(value: str) -> str:
    return one_line(value) if value.strip() else repr(value)
