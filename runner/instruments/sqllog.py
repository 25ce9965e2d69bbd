"""The log of SQL statements sent in this process, and assertions on it.

Sources: SQLAlchemy's engine events (see `sqllog_sqlalchemy`) and the trace callback of raw
`sqlite3` connections (see `sqllog_sqlite3`).  This module only keeps what they report.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any

from runner.instruments import sqllog_sqlalchemy, sqllog_sqlite3
from runner.instruments.callsite import CallSites, nowhere
from runner.instruments.recording import Recording, folded
from runner.instruments.sqlstate import (
    SQL_LENGTH,
    UNCOUNTED_WORDS,
    Entry,
    activate,
    active,
    first_word,
    flush,
    paused,
)
from runner.instruments.steps import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from types import FrameType

    from runner.charts import Chart
    from runner.instruments.lockwaits import Work
    from runner.instruments.steps import Noted
    from runner.model import Statement

KEPT = 500
"""Statements kept for one check; all are counted."""
_UNREAD = "(a statement that SQLite did not execute)"
_LINES = 3
"""Lines of the answer that a budget names."""


class SqlLog:
    """Keeps every statement of this process, with the answer's line it came from.

    One log is active in a process at a time: the one that was installed last.
    """

    def __init__(self) -> None:
        self.sites = CallSites()
        self.began = perf_counter()
        """When, on the clock of `perf_counter`, the check began."""
        self._numbers: dict[int, str] = {}
        self._sessions = 0
        self._flushes = 0
        self.steps: list[Noted] = []
        """What the check had its sessions and workers do, see `schedule` and `race`."""
        self.budgets: list[dict[str, Any]] = []
        """How many statements pieces of the check might send, and did: each a `seen.Budget` in
        JSON, since importing that takes longer than a check of a small drill."""
        self.charts: list[Chart] = []
        """Figures that the check has noted, see `figures`."""
        self._check = Recording(KEPT)
        self._recordings: list[Recording] = []
        self._taps: list[Callable[[str], None]] = []

    # -- life ------------------------------------------------------------------------------

    def install(self, answer_folder: Callable[[], Path | None] = nowhere) -> None:
        """Start to log.  Cheap and safe to call again, above all after a fork.

        Args:
            answer_folder: Gives the folder of the answer, for `Statement.line`.
        """
        self.sites = CallSites(answer_folder)
        activate(self)
        sqllog_sqlite3.install()
        sqllog_sqlalchemy.install()

    def uninstall(self) -> None:
        """Stop to log; the listeners stay and do nothing."""
        sys.audit("drills.uninstall")
        if active() is self:
            activate(None)

    def start_check(self) -> None:
        """Forget what earlier checks sent, and their recordings."""
        self.began = perf_counter()
        self._numbers = {}
        self._sessions = 0
        self._flushes = 0
        self.steps = []
        self.budgets = []
        self.charts = []
        self._check = Recording(KEPT)
        self._recordings = []

    # -- what was seen ---------------------------------------------------------------------

    @property
    def statements(self) -> list[Statement]:
        """The last 500 statements of this check."""
        return self._check.statements

    @property
    def entries(self) -> list[Entry]:
        """The same, with what only this process can make use of."""
        return self._check.entries

    @property
    def work(self) -> list[Work]:
        """All that may have waited for a lock: statements, and steps of a schedule."""
        return [*self.entries, *(step for step in self.steps if isinstance(step, Step))]

    @property
    def sent(self) -> int:
        """How many statements this check has sent so far, transaction control included."""
        return self._check.sent

    @contextmanager
    def record(self) -> Iterator[Recording]:
        """Collect the statements sent inside a `with` block, in every thread."""
        recording = Recording()
        self._recordings = [*self._recordings, recording]
        try:
            yield recording
        finally:
            self._recordings = [other for other in self._recordings if other is not recording]

    @contextmanager
    def at_most(self, n: int, why: str = "") -> Iterator[Recording]:
        """Fail when a `with` block sends more than n data statements.

        Args:
            n: The limit.
            why: What the statements were for: `"for 1,000 tasks"`.

        Raises:
            AssertionError: With the count and the statements, repeats folded.
        """
        __tracebackhide__ = True
        with self.record() as recording:
            yield recording
        lines = Counter(entry.line for entry in recording.entries if entry.counted and entry.line)
        noted = {"limit": n, "sent": recording.count, "why": why}
        self.budgets.append(noted | {"lines": lines.most_common(_LINES)})
        if recording.count > n:
            what = "statement was" if recording.count == 1 else "statements were"
            purpose = f" {why}" if why else ""
            raise AssertionError(
                f"{recording.count} {what} sent{purpose}: at most {n} may be needed\n"
                f"{folded(recording.statements)}"
            )

    def paused(self) -> AbstractContextManager[None]:
        """Leave out what this thread sends in a `with` block, see `sqlstate.paused`."""
        return paused()

    @contextmanager
    def tap(self, callback: Callable[[str], None]) -> Iterator[None]:
        """Call back with the text of each statement just before it is executed.

        For the crash instrument: transaction control is told as well.
        """
        self._taps = [*self._taps, callback]
        try:
            yield
        finally:
            self._taps = [other for other in self._taps if other is not callback]

    def take_in(self, entries: Iterable[Entry]) -> None:
        """Add what other processes sent in the course of this check."""
        for entry in sorted(entries, key=lambda entry: entry.began):
            self._check.add(entry)

    # -- for the sources -------------------------------------------------------------------

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
        counted = first_word(sql) not in UNCOUNTED_WORDS
        session = self._session(server or connection)
        line = self.sites.of(frame)
        entry = Entry(sql[:SQL_LENGTH].strip(), parameters, line, counted, session, raw)
        entry.flush = self._flush()
        entry.server = server
        self._check.add(entry)
        for recording in self._recordings:
            recording.add(entry)
        for tap in self._taps:
            tap(entry.sql)
        entry.began = perf_counter()
        return entry

    def _flush(self) -> str:
        """The flush that sends, in words."""
        now = flush.get()
        if now is None or not now.is_at_work:
            return ""
        if not now.number:
            self._flushes += 1
            now.number = self._flushes
        return f"flush {now.number}{now.cause}"

    def _session(self, connection: int) -> str:
        """What a view calls the sender: its thread where that has a name of ours, or a number."""
        thread = threading.current_thread().name
        if thread.startswith(("session ", "worker ")):
            return thread
        if connection not in self._numbers:
            self._sessions += 1
            self._numbers[connection] = str(self._sessions)
        return self._numbers[connection]

    def connected(self, connection: int, begun: FrameType | None) -> None:
        """A connection of raw sqlite3 was opened.

        Args:
            connection: The id of it, which a closed one may have had before.
            begun: Who opened it, where that began a transaction.  That is shown; nobody could
                come in between.
        """
        self._numbers.pop(connection, None)
        if begun is not None:
            line = self.sites.of(begun)
            self._check.add(Entry("BEGIN", "", line, False, self._session(connection), None))

    def note_unread(self, frame: FrameType | None, error: str) -> None:
        """A statement was not even begun: it is shown, and counts for nothing."""
        sent = self._check.entries
        session = sent[-1].session if sent else "1"
        entry = Entry(_UNREAD, "", self.sites.of(frame), False, session, None)
        entry.error = error
        self._check.add(entry)

    def note_chart(self, chart: Chart) -> None:
        """A check has figures to show."""
        self.charts.append(chart)

    def end(self, entry: Entry, rows: int | None, error: str = "") -> None:
        """A statement has been executed, or has failed."""
        entry.ms = (perf_counter() - entry.began) * 1000
        entry.rows = rows if rows is not None and rows >= 0 else None
        entry.error = error
