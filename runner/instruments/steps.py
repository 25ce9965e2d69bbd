"""One thing that a check has a session do, and what became of it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Protocol

from runner.instruments import patience
from runner.instruments.connections import run_sql
from runner.instruments.sqlstate import short_error
from runner.words import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from runner import seen

    Work = str | Callable[[Any], Any]

_SHOWN = 200


class Noted(Protocol):
    """Something that a check had a session or worker do."""

    def as_record(self, since: float) -> seen.Step:
        """What a view shows of it.

        Args:
            since: when, on the clock of `perf_counter`, the check began.
        """
        ...


class Worker(Protocol):
    """The session that a step is sent to."""

    @property
    def name(self) -> str:
        """What messages call it."""
        ...

    @property
    def key(self) -> Any:
        """What the lock views call it: the server process, on PostgreSQL."""
        ...

    def describe(self) -> str:
        """What the database shows of it."""
        ...


class Step:
    """A statement that has been sent to a session."""

    def __init__(self, session: Worker, work: Work, parameters: Sequence[Any]) -> None:
        self._session = session
        self.work = work
        self.parameters = parameters
        self.started = threading.Event()
        self._ended = threading.Event()
        self._value: Any = None
        self._error: BaseException | None = None
        self._from = self._until = time.perf_counter()
        self.waited_for = ""
        """The session that was proven to block it."""

    @property
    def session(self) -> str:
        """What the views call its session."""
        return self._session.name

    @property
    def server(self) -> int:
        """The server process that executes it; 0 on SQLite."""
        key = self._session.key
        return key if isinstance(key, int) else 0

    @property
    def began(self) -> float:
        """When it was taken up, on the clock of `perf_counter`."""
        return self._from

    @property
    def done(self) -> bool:
        """Whether it has ended, well or badly."""
        return self._ended.is_set()

    def result(self, seconds: float = 10.0) -> Any:
        """Wait for it and take what it gave.

        Returns:
            Rows as tuples, the row count where there are no rows, or what the callable returned.

        Raises:
            AssertionError: When it has not ended in time; says what it waits for.
            Exception: The driver's own error, or the callable's.
        """
        __tracebackhide__ = True
        seconds = patience.at_most(seconds)
        if not self._ended.wait(seconds):
            raise AssertionError(
                f"{self} has not ended after {seconds:g} s: {self._session.describe()}"
            )
        if self._error is not None:
            raise self._error
        return self._value

    def execute(self, connection: Any) -> None:
        """Run it; called by the session's thread."""
        self._from = time.perf_counter()
        self.started.set()
        try:
            if callable(self.work):
                self._value = self.work(connection)
            else:
                self._value = run_sql(connection, self.work, self.parameters)
        except BaseException as error:
            self._error = error
        self._until = time.perf_counter()
        self._ended.set()

    def outcome(self) -> str:
        """How it ended, for a message."""
        if self._error is not None:
            return f"it raised {type(self._error).__name__}: {str(self._error).strip()}"
        return f"it gave {self._value!r}"

    def as_record(self, since: float) -> seen.Step:
        """What a view shows of it.

        Args:
            since: when, on the clock of `perf_counter`, the check began.
        """
        if self._error is not None:
            outcome = short_error(self._error)
        else:
            outcome = "had not ended"
            if self.done:
                outcome = returned(self._value) if callable(self.work) else _gave(self._value)
        from runner import seen

        return seen.Step(
            session=self.session,
            what=self._what(),
            at=round((self._from - since) * 1000, 3),
            ms=round((self._until - self._from) * 1000, 3) if self.done else 0.0,
            outcome=outcome,
            waited_for=self.waited_for,
            failed=self._error is not None,
        )

    def _what(self) -> str:
        name = getattr(self.work, "__name__", "its work") if callable(self.work) else self.work
        return one_line(str(name).replace("<lambda>", "its work"))

    def __str__(self) -> str:
        return f"{self._session.name}: {self._what()}"


def returned(value: object) -> str:
    """What a call came to, for a view; empty where it returned nothing."""
    return "" if value is None else f"returned {value!r}"[:_SHOWN]


def _gave(value: object) -> str:
    """Rows, a row count in words, or nothing where a statement gives nothing."""
    if value is None or value == -1:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return counted(value, "row")
    return repr(value)[:_SHOWN]
