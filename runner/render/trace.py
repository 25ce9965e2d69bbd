"""What a check did, in the terminal: its SQL, its timeline, its plans, schema and data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from click import style

from runner.render.layout import cut, wrapped
from runner.render.story import events, in_words, sql_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from runner.model import CheckResult
    from runner.seen import Table

_COLOURS = ("cyan", "magenta", "yellow", "green", "blue", "red")
_WIDEST_VALUE = 24
_WORTH_TELLING = 2
"""Milliseconds below which a statement took no time."""


def sql_view(check: CheckResult, width: int) -> list[str]:
    """Each statement with its transaction, rows, time and place; repeats folded."""
    found = sql_lines(check)
    if not found:
        return ["Your code sent no SQL that was seen."]
    lines = []
    several = len({line.statement.session for line in found}) > 1
    for line in found:
        statement = line.statement
        times = f"×{line.times} " if line.times > 1 else ""
        corner = {"opens": "┌ ", "closes": "└ "}.get(line.bracket, "  ")
        rows = "" if statement.rows is None else f"{statement.rows} rows"
        where = f"connection {statement.session}" if several and statement.session else ""
        about = [rows, f"{line.ms:.1f} ms", statement.line, where]
        indent = "│ " * line.depth
        lines.append(f"{indent}{corner}{times}{_sql(line.sql, width - len(indent) - 10)}")
        if not line.bracket:
            said = "  ".join(part for part in about if part)
            lines.append(style(cut(f"{indent}    {said}", width), dim=True))
        if line.note:
            lines.append(f"{indent}    {style(line.note, fg='yellow')}")
    return lines


def timeline_view(check: CheckResult, width: int) -> list[str]:
    """One lane per session: what it did when, for whom it waited, what came out."""
    happened = events(check)
    if not happened:
        return ["Only one session was at work: a timeline needs two."]
    lanes = list(dict.fromkeys(event.session for event in happened))
    colour = {name: _COLOURS[number % len(_COLOURS)] for number, name in enumerate(lanes)}
    start = happened[0].at
    open_lanes: set[str] = set()
    lines = [style("    ms  " + "  ".join(f"{cut(name, 12)}" for name in lanes), dim=True)]
    for event in happened:
        marks = []
        for lane in lanes:
            mark = "●" if lane == event.session else "│" if lane in open_lanes else " "
            marks.append(style(mark, fg=colour[lane]))
        (open_lanes.add if event.in_transaction else open_lanes.discard)(event.session)
        head = f"{event.at - start:6.1f}  {' '.join(marks)}  "
        room = width - 10 - 2 * len(lanes)
        name = style(cut(event.session, 12), fg=colour[event.session])
        lines.append(f"{head}{name} {_sql(event.text, room - min(len(event.session), 12) - 1)}")
        blank = " " * 8 + " ".join(
            style("│" if x in open_lanes else " ", fg=colour[x]) for x in lanes
        )
        if event.waited_for:
            waited = f"waited {event.ms:.0f} ms for a lock of {event.waited_for}"
            lines.append(f"{blank}    {style(waited, fg='yellow')}")
        if event.outcome or event.line:
            took = f"{event.ms:.0f} ms" if event.ms >= _WORTH_TELLING else ""
            said = "  ".join(part for part in (event.outcome, took, event.line) if part)
            shown = cut(f"→ {said}", room - 1)
            colours: dict[str, Any] = {"fg": "red"} if event.failed else {"dim": True}
            lines.append(f"{blank}    {style(shown, **colours)}")
    return lines


def plan_view(check: CheckResult, width: int) -> list[str]:
    """How the database would execute the answer's statements, as trees and in words."""
    if not check.plans:
        return ["No plan was kept: plans are of the first failing check, where it sent SQL."]
    lines = []
    for plan in check.plans:
        lines.append(_sql(" ".join(plan.sql.split()), width))
        for step in plan.steps:
            rows = f"about {step.rows} rows" if step.rows is not None else ""
            cost = f"cost {step.cost:.0f}" if step.cost is not None else ""
            figures = ", ".join(part for part in (rows, cost) if part)
            indent = "  " * (step.depth + 1)
            text = cut(f"{indent}└ {step.text}", width - len(figures) - 2)
            lines.append(f"{text}  {style(figures, dim=True)}".rstrip())
            if words := in_words(step):
                full = words.startswith(("reads every", "puts the rows in order"))
                lines.append(
                    style(f"{indent}  {words}", fg="yellow" if full else None, dim=not full)
                )
        lines.append("")
    return lines[:-1]


def schema_view(check: CheckResult, width: int) -> list[str]:
    """The tables: columns, types, keys and what they refer to."""
    lines = []
    for table in check.tables:
        lines.append(style(table.name, bold=True))
        names = max((len(column.name) for column in table.columns), default=0)
        for column in table.columns:
            said = [column.type or "no type"]
            said += ["primary key"] * column.key
            said += ["not null"] * (column.required and not column.key)
            said += [f"→ {column.references}"] * bool(column.references)
            lines.append(cut(f"  {column.name:<{names}}  {', '.join(said)}", width))
        lines.append("")
    return lines[:-1] or [_NOTHING_SEEN]


def data_view(check: CheckResult, width: int) -> list[str]:
    """The first rows of every table."""
    lines = []
    for table in check.tables:
        counted = "1 row" if table.count == 1 else f"{table.count} rows"
        lines.append(f"{style(table.name, bold=True)}  {style(counted, dim=True)}")
        lines += [cut(f"  {row}", width) for row in _grid(table)]
        if table.count > len(table.rows):
            lines.append(style(f"  … and {table.count - len(table.rows)} more", dim=True))
        lines.append("")
    return lines[:-1] or [_NOTHING_SEEN]


_NOTHING_SEEN = (
    "No tables were kept: they are of the first failing check, where it sent SQL to a database."
)

VIEWS: dict[str, Callable[[CheckResult, int], list[str]]] = {
    "sql": sql_view,
    "timeline": timeline_view,
    "plan": plan_view,
    "schema": schema_view,
    "data": data_view,
}
"""View -> what draws it, as lines of at most the width given."""


def view(name: str, check: CheckResult, width: int) -> str:
    """One view of one check, under a heading.

    Args:
        name: a key of `VIEWS`.
        check: what is shown.
        width: of the lines.
    """
    what = {"sql": "SQL", "data": "Data after"}.get(name, name.capitalize())
    heading = wrapped(f"{what} · {check.title}", width)
    return "\n".join([style(heading, bold=True), *VIEWS[name](check, width)])


def _grid(table: Table) -> list[str]:
    """Rows as aligned columns."""
    rows = [[column.name for column in table.columns], *table.rows]
    widths = [
        min(max(len(_flat(row[place])) for row in rows), _WIDEST_VALUE)
        for place in range(len(table.columns))
    ]
    lines = [
        "  ".join(
            f"{cut(_flat(value), wide):<{wide}}" for value, wide in zip(row, widths, strict=True)
        )
        for row in rows
    ]
    return [lines[0], "  ".join("─" * wide for wide in widths), *lines[1:]]


def _flat(value: str) -> str:
    return " ".join(value.split()) if value.strip() else repr(value)


def _sql(text: str, width: int) -> str:
    """One line of SQL, cut and highlighted."""
    from pygments import highlight
    from pygments.formatters import TerminalFormatter
    from pygments.lexers import SqlLexer

    return highlight(cut(text, width), SqlLexer(), TerminalFormatter()).rstrip("\n")


def chosen(checks: Sequence[CheckResult]) -> CheckResult | None:
    """The check that a view shows unless another is named: the first that failed, or, where all
    passed, the first that sent SQL.
    """
    failed = next((check for check in checks if not check.passed), None)
    return failed or next((check for check in checks if check.sql or check.steps), None)
