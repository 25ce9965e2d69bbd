"""What the SQL log and its sources share: entries, and which log is active in this process."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from runner.model import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SQL_LENGTH = 2_000
PARAMETERS_LENGTH = 300

TRANSACTION_WORDS = frozenset(
    {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE"}
)
# A PRAGMA is set-up of a connection: how many are sent depends on the pool, not on the task.
UNCOUNTED_WORDS = TRANSACTION_WORDS | {"PRAGMA"}

FIRST_WORD = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/|\()*([A-Za-z]+)", re.DOTALL)


def first_word(sql: str) -> str:
    """The word a statement starts with, in capitals, past comments and brackets."""
    match = FIRST_WORD.match(sql)
    return match[1].upper() if match else ""


class Entry:
    """A statement under way: what becomes a `Statement` once it is asked for."""

    __slots__ = ("counted", "line", "ms", "parameters", "raw", "rows", "session", "sql", "started")

    def __init__(
        self, sql: str, parameters: str, line: str, counted: bool, session: str, raw: object
    ) -> None:
        self.sql = sql
        self.parameters = parameters
        self.line = line
        self.counted = counted
        self.session = session
        self.raw = raw
        """One set of parameters as the driver gets them, where it is small."""
        self.rows: int | None = None
        self.ms = 0.0
        self.started = perf_counter()

    def as_statement(self, since: float) -> Statement:
        """The frozen form.

        Args:
            since: when, on the clock of `perf_counter`, the check began.
        """
        at = (self.started - since) * 1000
        return Statement(self.sql, self.parameters, self.rows, self.ms, self.line, at, self.session)


class Sink(Protocol):
    """Takes what the sources report: the active `SqlLog`."""

    def begin(
        self,
        sql: str,
        parameters: str,
        frame: FrameType | None,
        *,
        connection: int,
        raw: object = None,
    ) -> Entry:
        """A statement is about to be executed.

        Args:
            sql: Its text.
            parameters: Their repr, empty where there are none.
            frame: The innermost frame of the caller.
            connection: The id of the driver's connection.
            raw: The parameters as the driver gets them.
        """
        ...

    def end(self, entry: Entry, rows: int | None) -> None:
        """A statement has been executed."""
        ...


_active: list[Sink] = []
_thread = threading.local()


def activate(sink: Sink | None) -> None:
    """Have the sources report to one sink, or to nobody."""
    _active[:] = [] if sink is None else [sink]


def active() -> Sink | None:
    """The sink for what this thread sends, or None while logging is off or paused."""
    if not _active or getattr(_thread, "paused", 0):
        return None
    return _active[0]


@contextmanager
def paused() -> Iterator[None]:
    """Leave out what this thread sends, and for good what `sqlite3` connections opened here send.

    For the check's own observers.
    """
    _thread.paused = getattr(_thread, "paused", 0) + 1
    try:
        yield
    finally:
        _thread.paused -= 1
