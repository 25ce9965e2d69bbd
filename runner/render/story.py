"""What happened during a check, put in order for the views: statements and events.

The terminal and the page show the same story; see `runner.render.trace` and `runner.render.page`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from runner.instruments.recording import VALUE, like
from runner.instruments.sqlstate import BEGIN_WORDS, END_WORDS, TRANSACTION_WORDS, first_word
from runner.render.statements import rows_in_words, rows_of
from runner.words import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runner.model import CheckResult, Statement
    from runner.seen import Budget

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
    rows: int | None
    """How many they returned or touched together."""
    rows_in_words: str
    depth: int
    """How many transactions and savepoints are open around it."""
    bracket: str
    """`opens`, `closes`, `returns` to a savepoint, or nothing."""
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
        return {"opens": "┌ ", "closes": "└ ", "returns": "├ "}.get(self.bracket, "")


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
    """The transactions and savepoints that each session has open, statement by statement."""

    def __init__(self) -> None:
        self._open: defaultdict[str, list[str]] = defaultdict(list)

    def open_in(self, session: str) -> int:
        """So many now."""
        return len(self._open[session])

    def take(self, session: str, sql: str) -> str:
        """Go on by one statement; tell whether it `opens` or `closes` one, or `returns` to it."""
        word, now = first_word(sql), self._open[session]
        name = one_line(sql).rstrip(";").rpartition(" ")[2].strip('"').lower()
        if word in BEGIN_WORDS or word == "SAVEPOINT":
            now.append(name)
            return "opens"
        if _ends(sql):
            now.clear()
            return "closes"
        if word not in TRANSACTION_WORDS:
            return ""
        # RELEASE ends a savepoint and those inside it; ROLLBACK TO ends only those inside.
        place = len(now) - 1 - now[::-1].index(name) if name in now else len(now)
        del now[place + (word != "RELEASE") :]
        return "closes" if word == "RELEASE" else "returns"


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
    empty = [statement for statement in check.sql if _is_told(statement)]  # transactions
    shown = _own(check.sql) or empty or _by_check(check.sql)
    for statements in _stretches(shown):
        last = statements[-1]._replace(sql=like(statements))
        depth = transactions.open_in(last.session)
        bracket = transactions.take(last.session, last.sql)
        if bracket == "closes":
            depth = transactions.open_in(last.session)
        if bracket == "returns":
            depth = max(transactions.open_in(last.session) - 1, 0)
        many = len(statements) >= _MANY and first_word(last.sql) == "SELECT" and last.line
        note = f"the same query {len(statements)} times from one line: N+1?" if many else ""
        lines.append(
            Line(
                last,
                times=len(statements),
                rows=rows_of(statements),
                rows_in_words=rows_in_words(statements),
                depth=depth,
                bracket=bracket,
                ms=sum(statement.ms for statement in statements),
                flush=last.flush if last.flush != flush else "",
                note=note or failure_in_words(last.error) or _wait_in_words(last),
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


def _wait_in_words(statement: Statement) -> str:
    return f"it waited for a lock of {statement.waited_for}" if statement.waited_for else ""


def sent_by_check(check: CheckResult) -> str:
    """A sentence for where `sql_lines` shows what the check sent; empty elsewhere."""
    if not _by_check(check.sql):
        return ""
    return "The check sent this, with your code around it; your code sent nothing itself."


_QUESTION = re.compile(
    r"\s*PRAGMA\s+(\w+\.)?(table_x?info|table_list|index_(list|x?info)|foreign_key_list)\b", re.I
)
"""What SQLAlchemy asks before it creates a table: it says nothing of the answer."""


def _is_told(statement: Statement) -> bool:
    return bool(statement.line) and not _QUESTION.match(statement.sql)


def _by_check(statements: Sequence[Statement]) -> list[Statement]:
    """What the check sent, where the answer sent nothing."""
    if any(map(_is_told, statements)):
        return []
    return [statement for statement in statements if first_word(statement.sql) != "PRAGMA"]


def _own(statements: Sequence[Statement]) -> list[Statement]:
    """The answer's statements, and the transactions around them."""
    kept: dict[int, Statement] = {}
    begun: dict[str, int] = {}
    inside: set[str] = set()
    for place, statement in enumerate(statements):
        session, word = statement.session, first_word(statement.sql)
        if word in BEGIN_WORDS:
            begun[session] = place  # shown when something follows
        elif word in TRANSACTION_WORDS or _is_told(statement):
            opening = begun.pop(session, None)
            if _ends(statement.sql):
                if opening is not None or (not statement.line and session not in inside):
                    continue  # the end of nothing that is shown
                inside.discard(session)
            else:
                inside.add(session)
                if opening is not None:
                    kept[opening] = statements[opening]
            kept[place] = statement
    # One that was begun last and left open is what somebody may look for.
    kept |= {place: statements[place] for place in begun.values() if statements[place].line}
    return [kept[place] for place in sorted(kept)]


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
        outcome = rows_in_words([statement])
        found.append(
            Event(
                statement.at,
                session,
                one_line(statement.sql),
                statement.ms,
                statement.error or outcome,
                statement.waited_for,
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
    text = VALUE.sub("?", statement.sql)
    return text, statement.line, statement.session, statement.flush, statement.error


def _stretches(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Like statements in a row together; transaction control one by one."""
    for _, group in groupby(statements, key=_shape):
        if first_word((some := list(group))[0].sql) in TRANSACTION_WORDS:
            yield from ([each] for each in some)
        else:
            yield some
