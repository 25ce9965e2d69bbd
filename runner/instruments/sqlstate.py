"""What the SQL log and its sources share: entries, and which log is active in this process."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from runner.model import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from runner.charts import Chart

SQL_LENGTH = 2_000
PARAMETERS_LENGTH = 300

BEGIN_WORDS = frozenset({"BEGIN", "START"})
END_WORDS = frozenset({"COMMIT", "END", "ROLLBACK", "ABORT"})
"""Of a whole transaction, unless `TO` names a savepoint."""
TRANSACTION_WORDS = BEGIN_WORDS | END_WORDS | {"SAVEPOINT", "RELEASE"}
# A PRAGMA is set-up of a connection: how many are sent depends on the pool, not on the task.
UNCOUNTED_WORDS = TRANSACTION_WORDS | {"PRAGMA"}

FIRST_WORD = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/|\()*([A-Za-z]+)", re.DOTALL)


def first_word(sql: str) -> str:
    """The word a statement starts with, in capitals, past comments and brackets."""
    match = FIRST_WORD.match(sql)
    return match[1].upper() if match else ""


def short_error(error: BaseException) -> str:
    """The name of an error and the first line of what it says."""
    return f"{type(error).__name__}: {str(error).strip().partition('\n')[0]}"


class Entry:
    """A statement under way: what becomes a `Statement` once it is asked for."""

    __slots__ = (
        *("began", "counted", "error", "flush", "line", "ms", "parameters", "raw", "rows"),
        *("server", "session", "sql", "waited_for"),
    )

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
        self.flush = self.error = self.waited_for = ""
        self.server = 0
        """The server process that executes it, where there is one."""
        self.began = perf_counter()

    def as_json(self, *, session: str) -> list[Any]:
        """For another process, whose clock is the same; see `from_json`.

        Args:
            session: what a view there calls the sender.
        """
        about = [self.sql, self.parameters, self.line, session]
        outcome = [self.rows, self.ms, self.flush, self.error, self.server, self.began]
        return [*about, *outcome]

    @classmethod
    def from_json(cls, told: list[Any]) -> Entry:
        """A statement of another process: it counts for none of this one's limits."""
        sql, parameters, line, session, *outcome = told
        entry = cls(sql, parameters, line, False, session, None)
        entry.rows, entry.ms, entry.flush, entry.error, entry.server, entry.began = outcome
        return entry

    def as_statement(self, since: float) -> Statement:
        """The frozen form.

        Args:
            since: when, on the clock of `perf_counter`, the check began.
        """
        return Statement(
            sql=self.sql,
            parameters=self.parameters,
            rows=self.rows,
            ms=self.ms,
            line=self.line,
            at=(self.began - since) * 1000,
            session=self.session,
            flush=self.flush,
            error=self.error,
            waited_for=self.waited_for,
        )


class Sink(Protocol):
    """Takes what the sources report: the active `SqlLog`."""

    def begin(
        self,
        sql: str,
        parameters: str,
        frame: FrameType | None,
        *,
        connection: int,
        server: int = 0,
        raw: object = None,
    ) -> Entry:
        """A statement is about to be executed.

        Args:
            sql: Its text.
            parameters: Their repr, empty where there are none.
            frame: The innermost frame of the caller.
            connection: The id of the driver's connection.
            server: The server process at its other end, where there is one.
            raw: The parameters as the driver gets them.
        """
        ...

    def connected(self, connection: int, begun: FrameType | None) -> None:
        """A connection of raw sqlite3 was opened.

        Args:
            connection: The id of it, which a closed one may have had before.
            begun: Who opened it, where that began a transaction.
        """
        ...

    def note_unread(self, frame: FrameType | None, error: str) -> None:
        """A statement was not even begun.

        Args:
            frame: The innermost frame of the caller.
            error: Why.
        """
        ...

    def note_chart(self, chart: Chart) -> None:
        """A check has figures to show."""
        ...

    def end(self, entry: Entry, rows: int | None, error: str = "") -> None:
        """A statement has been executed, or has failed."""
        ...


class Flush:
    """A flush of an ORM session that was begun.

    Args:
        cause: what made it come, as the end of a sentence; empty where it was asked for.
        work: gives what it has to do, or None once that is gone.
    """

    __slots__ = ("_work", "cause", "number")

    def __init__(self, cause: str, work: Callable[[], object]) -> None:
        self.cause = cause
        self.number = 0
        """Among the flushes of a check that sent something."""
        self._work = work

    @property
    def is_at_work(self) -> bool:
        """Whether it found something to do."""
        return getattr(self._work(), "transaction", None) is not None


flush: ContextVar[Flush | None] = ContextVar("flush", default=None)
"""The one that goes on.  In a context and not on the thread: coroutines take turns within one
thread, and what SQLAlchemy runs for one in a greenlet shares its context."""
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
