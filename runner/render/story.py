"""What happened during a check, put in order for the views: statements, events, plans, schema.

The terminal and the page show the same story; see `runner.render.trace` and `runner.render.page`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runner.model import CheckResult, Statement
    from runner.seen import PlanStep, Table

_VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_MANY = 3
"""Repeats of a query from one line that make it a habit."""
_OPENS = {"BEGIN", "START", "SAVEPOINT"}
_CLOSES = {"COMMIT", "ROLLBACK", "END", "ABORT", "RELEASE"}
_PRAGMA = "PRAGMA"


@dataclass(frozen=True, slots=True)
class Line:
    """One or more like statements in a row."""

    statement: Statement
    """The last one."""
    times: int
    depth: int
    """How many transactions and savepoints are open around it."""
    bracket: str
    """`opens`, `closes`, or nothing."""
    ms: float
    note: str = ""

    @property
    def sql(self) -> str:
        """The statement in one line."""
        return " ".join(self.statement.sql.split())


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a session did."""

    at: float
    session: str
    text: str
    ms: float
    outcome: str
    waited_for: str
    failed: bool
    in_transaction: bool
    """Whether the session is inside a transaction afterwards."""
    line: str = ""


def sql_lines(check: CheckResult) -> list[Line]:
    """The answer's statements, with transactions as brackets and repeats folded.

    What the check itself sent is left out, and transactions in which nothing else happened.

    Args:
        check: with its statements.
    """
    depths: dict[str, int] = {}
    lines = []
    for _, group in groupby(_own(check.sql), key=_shape):
        statements = list(group)
        last = statements[-1]
        word = first_word(last.sql)
        depth = depths.get(last.session, 0)
        bracket = ""
        if word in _CLOSES:
            bracket = "closes"
            savepoint = word == "RELEASE" or " TO " in f" {last.sql.upper()} "
            depth = depths[last.session] = max(depth - 1, 0) if savepoint else 0
        elif word in _OPENS:
            bracket = "opens"
            depths[last.session] = depth + 1
        many = len(statements) >= _MANY and word == "SELECT" and last.line
        note = f"the same query {len(statements)} times from one line: N+1?" if many else ""
        ms = sum(statement.ms for statement in statements)
        lines.append(Line(last, len(statements), depth, bracket, ms, note))
    return lines


def _own(statements: Sequence[Statement]) -> list[Statement]:
    kept: list[Statement] = []
    begun: dict[str, Statement] = {}
    for statement in statements:
        word = first_word(statement.sql)
        if word in {"BEGIN", "START"}:
            begun[statement.session] = statement  # shown when something follows
        elif word in _CLOSES | _OPENS or (statement.line and word != _PRAGMA):
            opening = begun.pop(statement.session, None)
            if opening is not None and word in {"COMMIT", "ROLLBACK"}:
                continue
            kept += [opening] if opening is not None else []
            kept.append(statement)
    return _without_lone_ends(kept)


def _without_lone_ends(statements: Sequence[Statement]) -> list[Statement]:
    """Without the ends of transactions whose beginning was not kept."""
    inside: set[str] = set()
    kept = []
    for statement in statements:
        word = first_word(statement.sql)
        if word in {"COMMIT", "ROLLBACK"} and " TO " not in statement.sql.upper():
            if not statement.line and statement.session not in inside:
                continue
            inside.discard(statement.session)
        else:
            inside.add(statement.session)
        kept.append(statement)
    return kept


def events(check: CheckResult) -> list[Event]:
    """What two or more sessions did, in order of time; nothing where there was only one.

    Args:
        check: with its statements and steps.
    """
    found = [
        (step.at, step.session, step.what, step.ms, step.outcome, step.waited_for, step.failed, "")
        for step in check.steps
    ]
    scheduled = {step.session for step in check.steps}
    for statement in _own(check.sql):
        session = statement.session.removeprefix("session ")
        # What the check itself had a session send is among its steps already.
        if session in scheduled and not statement.line:
            continue
        rows = "" if statement.rows is None else _counted(statement.rows)
        text = " ".join(statement.sql.split())
        found.append((statement.at, session, text, statement.ms, rows, "", False, statement.line))
    if len({event[1] for event in found}) < 2:
        return []
    return list(_with_transactions(sorted(found, key=lambda event: event[0])))


def _with_transactions(
    found: Sequence[tuple[float, str, str, float, str, str, bool, str]],
) -> Iterator[Event]:
    inside: set[str] = set()
    for at, session, text, ms, outcome, waited_for, failed, line in found:
        word = first_word(text)
        if word in {"BEGIN", "START"}:
            inside.add(session)
        elif word in {"COMMIT", "ROLLBACK", "END", "ABORT"} and " TO " not in text.upper():
            inside.discard(session)
        yield Event(at, session, text, ms, outcome, waited_for, failed, session in inside, line)


def in_words(step: PlanStep) -> str:
    """What a step of a plan does, for who reads plans for the first time.

    Args:
        step: of PostgreSQL or SQLite.
    """
    text = step.text
    for pattern, words in _WORDS:
        if match := re.match(pattern, text):
            return words.format(**match.groupdict())
    return ""


_WORDS = [
    (r"Seq Scan on (?P<table>\S+)", "reads every row of {table}"),
    (r"Index Only Scan using (?P<index>\S+)", "answers from the index {index} alone"),
    (r"Index Scan using (?P<index>\S+) on (?P<table>\S+)", "finds rows of {table} by {index}"),
    (r"Bitmap Heap Scan on (?P<table>\S+)", "reads the rows of {table} that an index has marked"),
    (r"Bitmap Index Scan using (?P<index>\S+)", "marks rows with the index {index}"),
    (r"Incremental Sort|Sort", "puts the rows in order"),
    (r"Hash Join", "joins with a table in memory (hash)"),
    (r"Nested Loop", "looks up partners for each row, one by one"),
    (r"Merge Join", "joins two sorted inputs"),
    (r"Hash\b", "keeps the rows in memory for the join"),
    (r"(Hash|Group)?Aggregate", "counts or sums"),
    (r"LockRows", "locks the rows it returns"),
    (r"Limit", "stops after the first rows"),
    (r"ModifyTable|Update|Insert|Delete", "writes"),
    (r"SCAN (CONSTANT|\d+)", "reads no table"),
    (r"SCAN (?P<table>\S+) USING COVERING INDEX (?P<index>\S+)", "reads the whole index {index}"),
    (r"SCAN (?P<table>\S+) USING INDEX (?P<index>\S+)", "reads {table} in the order of {index}"),
    (r"SCAN (?P<table>\S+)", "reads every row of {table}"),
    (r"SEARCH (?P<table>\S+) USING INTEGER PRIMARY KEY", "finds rows of {table} by their key"),
    (
        r"SEARCH (?P<table>\S+) USING (COVERING )?INDEX (?P<index>\S+)",
        "finds rows of {table} by {index}",
    ),
    (r"USE TEMP B-TREE FOR ORDER BY", "puts the rows in order"),
    (r"USE TEMP B-TREE", "sorts rows on the side"),
]


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
                lines.append(f"    {parent} {many} {_identifier(table.name)} : {column.name}")
    return "\n".join(lines)


def first_word(sql: str) -> str:
    """The word that a statement starts with, in capitals."""
    return sql.lstrip("( \n").partition(" ")[0].partition("\n")[0].rstrip(";").upper()


def _identifier(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_") or "_"


def _shape(statement: Statement) -> tuple[str, str, str]:
    return _VALUE.sub("?", statement.sql), statement.line, statement.session


def _counted(rows: int) -> str:
    return f"{rows} row" if rows == 1 else f"{rows} rows"
