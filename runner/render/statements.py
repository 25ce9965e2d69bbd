"""SQL statements as lines: the last few in brief, or a whole log."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from click import style

from runner.render.layout import LABEL, cut
from runner.words import counted, cut_inside, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runner.model import CheckResult, Statement

_LAST = 5
_INDENT = "  "


def tail_lines(check: CheckResult, width: int) -> list[str]:
    """How many statements the answer sent, and the last ones; repeats are folded into one line.

    Args:
        check: with its statements.
        width: of the whole, label included.

    Returns:
        The lines; none where the answer sent nothing.
    """
    own = [statement for statement in check.sql if statement.line]
    if not own:
        return []
    if len({statement.line.partition(":")[0] for statement in own}) == 1:  # the number will do
        own = [sent._replace(line=f"line {sent.line.partition(':')[2]}") for sent in own]
    folded = [list(group) for _, group in groupby(own, key=_alike)]
    last = folded[-_LAST:]
    number = f"{counted(len(own), 'statement')} of your code"
    if check.sql_count > len(check.sql):  # not all were kept, so nobody knows whose those were
        head = f"{counted(check.sql_count, 'statement')} in all, the last ones of your code:"
    elif len(last) < len(folded):
        head = f"{number}, the last ones:"
    else:
        head = f"{number}:"
    return [head, *(line for group in last for line in _brief(group, width - LABEL))]


def log_lines(check: CheckResult, width: int) -> Iterator[str]:
    """Every statement kept, with its line breaks, parameters, rows, time and place.

    Args:
        check: with its statements.
        width: of the lines; only parameters are cut to it.
    """
    missing = check.sql_count - len(check.sql)
    if missing > 0:
        yield style(f"      (without the first {missing})", dim=True)
    for number, statement in enumerate(check.sql, 1 + max(missing, 0)):
        lines = statement.sql.strip().splitlines()
        for count, line in enumerate(lines):
            yield f"{f'{number:>4}' if count == 0 else '    '}  {line.rstrip()}"
        about = [
            statement.parameters,
            rows_in_words([statement]),
            statement.line,
            f"{statement.ms:.1f} ms",
            statement.error,
        ]
        yield style(cut(f"      {_joined(about)}", width), dim=True)


def _brief(group: Sequence[Statement], width: int) -> Iterator[str]:
    statement = group[-1]
    times = f"{len(group)}× " if len(group) > 1 else ""
    sql = f"{times}{one_line(statement.sql)}"
    about = _joined([rows_in_words(group), statement.line])
    room = width - len(about) - len(_INDENT)
    if not about or room < width // 3:
        yield cut_inside(sql, width)
    else:
        yield f"{cut_inside(sql, room)}{_INDENT}{style(about, dim=True)}"
    if statement.error:
        yield style(cut(f"{_INDENT}→ {statement.error}", width), fg="red")


def _alike(statement: Statement) -> tuple[str, str, str]:
    return one_line(statement.sql), statement.line, statement.error


def rows_of(group: Sequence[Statement]) -> int | None:
    """How many rows statements returned or touched together, where the driver told."""
    rows = [statement.rows for statement in group if statement.rows is not None]
    return sum(rows) if rows and min(rows) >= 0 else None


def rows_in_words(group: Sequence[Statement]) -> str:
    """The same as a phrase; empty where the driver did not tell."""
    rows = rows_of(group)
    together = " in all" if len(group) > 1 else ""
    return "" if rows is None else f"{counted(rows, 'row')}{together}"


def _joined(parts: Sequence[str]) -> str:
    return ", ".join(part for part in parts if part)
