"""What a check did, in the terminal: its SQL, its timeline, its plans, data and figures.

The schema is in `runner.render.tables`, since it is compared with the reference's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from click import style

from runner.render.layout import cut, in_lines, wrapped
from runner.render.plan_words import in_words, is_costly
from runner.render.story import budget_in_words, events, sent_by_check, sql_lines
from runner.render.tables import data_view
from runner.words import cut_inside, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from runner.model import CheckResult

_COLOURS = ("cyan", "magenta", "yellow", "green", "blue", "red")
_SQL_LINES = 4
"""Of one statement."""
_WORTH_TELLING = 2
"""Milliseconds below which a statement took no time."""


def sql_view(check: CheckResult, width: int) -> list[str]:
    """Each statement with its transaction, rows, time and place; repeats folded."""
    found = sql_lines(check)
    lines = _budgets(check, width)
    if not found:
        return [*lines, "Your code sent no SQL that was seen."]
    if said := sent_by_check(check):
        lines += [style(line, dim=True) for line in in_lines(said, width)]
    if (missing := check.sql_count - len(check.sql)) > 0:
        lines.append(style(f"(without the first {missing:,})", dim=True))
    several = len({line.statement.session for line in found}) > 1
    for line in found:
        statement = line.statement
        times = f"×{line.times} " if line.times > 1 else ""
        corner = line.corner or "  "
        where = f"connection {statement.session}" if several and statement.session else ""
        about = [line.rows_in_words, f"{line.ms:.1f} ms", statement.line, where]
        indent = "│ " * line.depth
        if line.flush:
            lines.append(style(f"{indent}· {line.flush}", fg="cyan"))
        first, *others = _sql(line.sql, width - len(indent) - 10)
        lines.append(f"{indent}{corner}{times}{first}")
        lines += [f"{indent}    {other}" for other in others]
        if statement.parameters:
            lines.append(style(cut(f"{indent}    with {statement.parameters}", width), dim=True))
        if not line.bracket:
            said = "  ".join(part for part in about if part)
            lines.append(style(cut(f"{indent}    {said}", width), dim=True))
        if statement.error:
            lines.append(f"{indent}    {style(cut(statement.error, width - 12), fg='red')}")
        if line.note:
            room = width - len(indent) - 4
            lines += [f"{indent}    {style(x, fg='yellow')}" for x in in_lines(line.note, room)]
    return lines


def _budgets(check: CheckResult, width: int) -> list[str]:
    """How many statements were allowed and sent, before the statements themselves."""
    lines = []
    for budget in check.budgets:
        colours: dict[str, Any] = {"fg": "red" if budget.sent > budget.limit else "green"}
        told = wrapped(f"Budget: {budget_in_words(budget)}", width, then="  ")
        lines += [style(line, **colours) for line in told.splitlines()]
    return lines


def timeline_view(check: CheckResult, width: int) -> list[str]:
    """One lane per session: what it did when, for whom it waited, what came out."""
    happened = events(check)
    if not happened:
        return ["Only one session was at work: a timeline needs two."]
    lanes = sorted({event.session for event in happened}, key=lambda name: (len(name), name))
    colour = {name: _COLOURS[number % len(_COLOURS)] for number, name in enumerate(lanes)}
    start = happened[0].at
    open_lanes: set[str] = set()
    if max(map(len, lanes)) == 1:
        lines = [style(f"    ms  {' '.join(lanes)}", dim=True)]
    else:
        lines = [style(x, dim=True) for x in in_lines(f"From the left: {', '.join(lanes)}", width)]
    for event in happened:
        marks = []
        for lane in lanes:
            mark = "●" if lane == event.session else "│" if lane in open_lanes else " "
            marks.append(style(mark, fg=colour[lane]))
        (open_lanes.add if event.in_transaction else open_lanes.discard)(event.session)
        head = f"{event.at - start:6.1f}  {' '.join(marks)}  "
        room = width - 10 - 2 * len(lanes)
        name = style(cut(event.session, 12), fg=colour[event.session])
        # In one line, of which the end says most: WHERE, FOR UPDATE.
        sent = cut_inside(event.text, max(room - min(len(event.session), 12) - 1, 20))
        lines.append(f"{head}{name} {_highlighted(sent)}")
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
        if event.note:
            lines += [
                f"{blank}    {style(line, fg='yellow')}" for line in in_lines(event.note, room)
            ]
    return lines


def plan_view(check: CheckResult, width: int) -> list[str]:
    """How the database would execute the answer's statements, as trees and in words."""
    if not check.plans:
        return ["No plan was kept: plans are of the first failing check, where it sent SQL."]
    lines = []
    for plan in check.plans:
        lines += _sql(one_line(plan.sql), width)
        for step in plan.steps:
            rows = f"about {step.rows} rows" if step.rows is not None else ""
            cost = f"cost {step.cost:.0f}" if step.cost is not None else ""
            figures = ", ".join(part for part in (rows, cost) if part)
            indent = "  " * (step.depth + 1)
            text = cut(f"{indent}└ {step.text}", width - len(figures) - 2)
            lines.append(f"{text}  {style(figures, dim=True)}" if figures else text)
            if words := in_words(step):
                costly = is_costly(words)
                lines.append(
                    style(f"{indent}  {words}", fg="yellow" if costly else None, dim=not costly)
                )
        lines.append("")
    return lines[:-1]


def chart_view(check: CheckResult, width: int) -> list[str]:
    """The figures that the check has noted, as bars."""
    if not check.charts:
        return ["The check has noted no figures."]
    lines = []
    for chart in check.charts:
        lines += [style(chart.title, bold=True)] if chart.title else []
        lines += [cut(f"  {bar}", width) for bar in chart.bars(width // 3)]
        lines.append("")
    return lines[:-1]


VIEWS: dict[str, Callable[[CheckResult, int], list[str]]] = {
    "sql": sql_view,
    "timeline": timeline_view,
    "plan": plan_view,
    "data": data_view,
    "chart": chart_view,
}
"""View -> what draws it, as lines of at most the width given."""


def view(name: str, check: CheckResult, width: int) -> str:
    """One view of one check, under a heading.

    Args:
        name: a key of `VIEWS`.
        check: what is shown.
        width: of the lines.
    """
    return "\n".join([heading(name, check, width), *VIEWS[name](check, width)])


def heading(name: str, check: CheckResult, width: int) -> str:
    """What a view is and of which check."""
    what = {"sql": "SQL", "data": "Data after"}.get(name, name.capitalize())
    return style(wrapped(f"{what} · {check.title}", width), bold=True)


def _sql(text: str, width: int) -> list[str]:
    """A statement in a few lines, highlighted; its end is cut where that is not enough."""
    lines = in_lines(text, width)
    if len(lines) > _SQL_LINES:
        lines = [*lines[: _SQL_LINES - 1], " ".join(lines[_SQL_LINES - 1 :])]
    return [_highlighted(cut(line, width)) for line in lines]


def _highlighted(sql: str) -> str:
    from pygments import highlight
    from pygments.formatters import TerminalFormatter
    from pygments.lexers import PostgresLexer

    return highlight(sql, PostgresLexer(), TerminalFormatter()).rstrip("\n")


def chosen(checks: Sequence[CheckResult]) -> CheckResult | None:
    """The check that a view shows unless another is named: the first that failed, or, where all
    passed, the first that sent SQL.
    """
    failed = next((check for check in checks if not check.passed), None)
    return failed or next((check for check in checks if check.sql or check.steps), None)
