"""The statements that were sent during one piece of a check."""

from __future__ import annotations

import re
import threading
from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING

from runner.instruments.sqlstate import FIRST_WORD, UNCOUNTED_WORDS, first_word
from runner.words import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runner.instruments.sqlstate import Entry
    from runner.model import Statement

VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
"""A value in the text of a statement: raw sqlite3 tells the statements that it sent with theirs."""
RECORDED = 20_000
"""Statements kept by one recording."""


class Recording:
    """The statements sent during one piece of a check."""

    def __init__(self, kept: int = RECORDED) -> None:
        self._entries: deque[Entry] = deque(maxlen=kept)
        # Anywhere in here a collection may end a forgotten connection, whose ROLLBACK comes back.
        self._lock = threading.RLock()
        self._count = 0
        self.sent = 0
        """How many statements in all."""
        self._began = perf_counter()

    def add(self, entry: Entry) -> None:
        """Take in one more."""
        with self._lock:
            self._entries.append(entry)
            self._count += entry.counted
            self.sent += 1

    @property
    def statements(self) -> list[Statement]:
        """The last statements in the order they were sent, transaction control included."""
        return [entry.as_statement(self._began) for entry in self.entries]

    @property
    def entries(self) -> list[Entry]:
        """The same, with what only this process can make use of."""
        with self._lock:
            return list(self._entries)

    @property
    def count(self) -> int:
        """How many data statements were sent: everything but transaction control and PRAGMA."""
        return self._count

    @property
    def rows(self) -> int:
        """Rows fetched or touched in all, as far as the drivers tell (raw sqlite3 does not)."""
        return sum(max(entry.rows or 0, 0) for entry in self.entries)

    def matching(self, word: str) -> list[Statement]:
        """The statements that start with a word, in any case: `log.matching("UPDATE")`."""
        start = word.upper()
        return [statement for statement in self.statements if starts_with(statement.sql, start)]


def starts_with(sql: str, start: str) -> bool:
    """Whether a statement, without its comments, starts with one or more words in capitals."""
    match = FIRST_WORD.match(sql)
    if match is None:
        return False
    words = one_line(sql[match.start(1) :].upper())
    return words == start or words.startswith(start + " ") or words.startswith(start + ";")


def like(statements: Sequence[Statement]) -> str:
    """The text of statements that differ in their values at most: `?` stands for those."""
    texts = {statement.sql for statement in statements}
    return texts.pop() if len(texts) == 1 else VALUE.sub("?", statements[0].sql)


def folded(statements: list[Statement], limit: int = 12) -> str:
    """A list of data statements for a message, repeats folded to `x10 from exercise.py:31`."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements:
        if first_word(statement.sql) not in UNCOUNTED_WORDS:
            shape = VALUE.sub("?", statement.sql)
            groups.setdefault((shape, statement.line), []).append(statement)
    lines = []
    for (_, place), group in groups.items():
        text = one_line(like(group))
        text = text if len(text) <= 100 else text[:99] + "…"
        times = f"  ×{len(group)}" if len(group) > 1 else ""
        origin = f"{' ' if times else '  '}from {place}" if place else ""
        lines.append(f"  {text}{times}{origin}")
    if len(lines) > limit:
        lines[limit:] = [f"  … and {len(lines) - limit} other statements"]
    return "\n".join(lines)
