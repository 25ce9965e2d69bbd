"""What happened during a check, put in order for the views: statements and events.

The terminal and the page show the same story; see `runner.render.trace` and `runner.render.page`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from runner.instruments.sqlstate import BEGIN_WORDS, END_WORDS, TRANSACTION_WORDS, first_word
from runner.words import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runner.model import CheckResult, Statement
    from runner.seen import Budget

_VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_MANY = 3
"""Repeats of a query from one line that make it a habit."""
_FAILURES = (
    (
        "DeadlockDetected",
        "the deadlock's victim: two transactions waited for each other, and the server ended this",
    ),
    (
        "Serialization(Failure|Error)",
        "a serialization failure: another transaction has changed what this one relies on",
    ),
    ("LockNotAvailable", "it would not wait for a lock that another session holds"),
    ("database is locked", "another connection has held the write lock for too long"),
)


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
    flush: str = ""
    """The flush of an ORM session that begins here."""
    note: str = ""

    @property
    def sql(self) -> str:
        """The statement in one line."""
        return one_line(self.statement.sql)

    @property
    def corner(self) -> str:
        """How the bracket is drawn."""
        return {"opens": "┌ ", "closes": "└ "}.get(self.bracket, "")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a session did."""

    at: float
    session: str
    text: str
    ms: float
    outcome: str
    waited_for: str = ""
    failed: bool = False
    line: str = ""
    in_transaction: bool = False
    """Whether the session is inside a transaction afterwards."""

    @property
    def note(self) -> str:
        """What kind of failure it was, in words."""
        return failure_in_words(self.outcome) if self.failed else ""


class _Transactions:
    """How many transactions and savepoints each session has open, statement by statement."""

    def __init__(self) -> None:
        self._open: dict[str, int] = {}

    def open_in(self, session: str) -> int:
        """So many now."""
        return self._open.get(session, 0)

    def take(self, session: str, sql: str) -> str:
        """Go on by one statement; tell whether it `opens` or `closes` one."""
        word = first_word(sql)
        now = self.open_in(session)
        if word in BEGIN_WORDS or word == "SAVEPOINT":
            self._open[session] = now + 1
            return "opens"
        if _ends(sql):
            self._open[session] = 0
            return "closes"
        if word in TRANSACTION_WORDS:  # RELEASE, ROLLBACK TO
            self._open[session] = max(now - 1, 0)
            return "closes"
        return ""


def sql_lines(check: CheckResult) -> list[Line]:
    """The answer's statements, with transactions as brackets and repeats folded.

    What the check itself sent is left out, and transactions in which nothing else happened.
    Where the answer sent nothing, because it is what stands around the check's statements, they
    are shown: see `sent_by_check`.

    Args:
        check: with its statements.
    """
    transactions = _Transactions()
    flush = ""
    lines = []
    shown = _own(check.sql) or _without_pragmas(check.sql)
    for _, group in groupby(shown, key=_shape):
        statements = list(group)
        last = statements[-1]
        depth = transactions.open_in(last.session)
        bracket = transactions.take(last.session, last.sql)
        if bracket == "closes":
            depth = transactions.open_in(last.session)
        many = len(statements) >= _MANY and first_word(last.sql) == "SELECT" and last.line
        note = f"the same query {len(statements)} times from one line: N+1?" if many else ""
        lines.append(
            Line(
                last,
                times=len(statements),
                depth=depth,
                bracket=bracket,
                ms=sum(statement.ms for statement in statements),
                flush=last.flush if last.flush != flush else "",
                note=note or failure_in_words(last.error),
            )
        )
        flush = last.flush
    return lines


def budget_in_words(budget: Budget) -> str:
    """How many statements might be sent, how many were, and who sent most of too many."""
    purpose = f" {budget.why}" if budget.why else ""
    told = f"{counted(budget.limit, 'statement')} allowed{purpose}, {budget.sent:,} sent"
    if budget.sent <= budget.limit:
        return told
    senders = ", ".join(f"{line} sent {count:,}" for line, count in budget.lines)
    return f"{told}, {budget.sent - budget.limit:,} too many{f': {senders}' if senders else ''}"


def failure_in_words(error: str) -> str:
    """What kind of failure a database's error is, where that has a name worth knowing."""
    return next((words for name, words in _FAILURES if re.search(name, error)), "")


def sent_by_check(check: CheckResult) -> str:
    """A sentence for where `sql_lines` shows what the check sent; empty elsewhere."""
    if _own(check.sql) or not _without_pragmas(check.sql):
        return ""
    return "The check sent this, with your code around it; your code sent nothing itself."


def _without_pragmas(statements: Sequence[Statement]) -> list[Statement]:
    return [statement for statement in statements if first_word(statement.sql) != "PRAGMA"]


def _own(statements: Sequence[Statement]) -> list[Statement]:
    """The answer's statements, and the transactions around them."""
    kept: list[Statement] = []
    begun: dict[str, Statement] = {}
    inside: set[str] = set()
    for statement in statements:
        session, word = statement.session, first_word(statement.sql)
        if word in BEGIN_WORDS:
            begun[session] = statement  # shown when something follows
        elif word in TRANSACTION_WORDS or (statement.line and word != "PRAGMA"):
            opening = begun.pop(session, None)
            if _ends(statement.sql):
                if opening is not None or (not statement.line and session not in inside):
                    continue  # the end of nothing that is shown
                inside.discard(session)
            else:
                inside.add(session)
                kept += [opening] if opening is not None else []
            kept.append(statement)
    return kept


def _ends(sql: str) -> bool:
    """Whether a statement ends a whole transaction."""
    return first_word(sql) in END_WORDS and " TO " not in f" {one_line(sql).upper()} "


def events(check: CheckResult) -> list[Event]:
    """What two or more sessions did, in order of time; nothing where there was only one.

    Args:
        check: with its statements and steps.
    """
    found = [
        Event(step.at, step.session, step.what, step.ms, step.outcome, step.waited_for, step.failed)
        for step in check.steps
    ]
    for statement in _own(check.sql):
        session = statement.session.removeprefix("session ")
        # What the check itself had a session send is among its steps already.
        if session != statement.session and not statement.line:
            continue
        outcome = "" if statement.rows is None else counted(statement.rows, "row")
        found.append(
            Event(
                statement.at,
                session,
                one_line(statement.sql),
                statement.ms,
                statement.error or outcome,
                failed=bool(statement.error),
                line=statement.line,
            )
        )
    if len({event.session for event in found}) < 2:
        return []
    transactions = _Transactions()
    ordered = []
    for event in sorted(found, key=lambda event: event.at):
        transactions.take(event.session, event.text)
        is_open = transactions.open_in(event.session) > 0
        ordered.append(replace(event, in_transaction=is_open))
    return ordered


def _shape(statement: Statement) -> tuple[str, ...]:
    text = _VALUE.sub("?", statement.sql)
    return text, statement.line, statement.session, statement.flush, statement.error
