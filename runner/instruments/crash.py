"""Kill a piece of work at every step that changes something, and look at what is left.

The work runs in a forked child that counts its steps (SQL statements and commits as the SQL log
tells them, file operations as `filehooks` tells them) and sends SIGKILL to itself just before
the wanted one: nothing is flushed, closed or rolled back by Python.
"""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from runner.instruments import filehooks, patience
from runner.instruments.callsite import CallSites
from runner.instruments.forking import Child, summary_from, summary_of, wait_for
from runner.instruments.sqllog import SqlLog
from runner.instruments.sqlstate import active, first_word

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from runner.instruments.forking import Tell
    from runner.instruments.schedule import ScheduledDatabase

Kind = Literal["sql", "file"]
ALL_KINDS: frozenset[Kind] = frozenset({"sql", "file"})

MAX_STEPS = 400
"""Work with more steps is too large to be killed at each of them."""
_SHORT_NAMES = {"COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"}
_TABLE = re.compile(
    r"(?:\bINTO|\bUPDATE(?:\s+OR\s+\w+)?|\bFROM|\bTABLE(?:\s+IF\s+(?:NOT\s+)?EXISTS)?)"
    r"\s+(?:ONLY\s+)?([\w.\"`\[\]]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the work does that a crash can fall before."""

    number: int
    """From 1, over all kinds that were asked for."""
    name: str
    """`"fsync"`, `"commit"`, `"UPDATE accounts"`."""
    kind: Kind
    path: str = ""
    """The absolute path, for a file operation; the source, for a rename or link."""
    destination: str = ""
    """Where a rename or link leads."""
    is_folder: bool = False
    """Whether `path` is a folder: an `fsync` of one makes a rename last."""
    sql: str = ""

    def __str__(self) -> str:
        if self.kind == "sql":
            return self.name.upper() if self.name.islower() else self.name
        base = os.path.basename
        if self.destination:
            return f"{self.name} of {base(self.path)} to {base(self.destination)}"
        folder = "the folder " if self.is_folder else ""
        return f"{self.name} of {folder}{base(self.path)}"


@dataclass(frozen=True, slots=True)
class Point:
    """A moment at which the work can be killed."""

    step: Step
    when: Literal["before", "after"]
    kinds: frozenset[Kind] = ALL_KINDS
    """The kinds of steps that were numbered."""

    @property
    def number(self) -> int:
        """The step's number, from 1."""
        return self.step.number

    @property
    def name(self) -> str:
        """The step's name: `"fsync"`, `"commit"`, `"UPDATE accounts"`."""
        return self.step.name

    @property
    def path(self) -> str:
        """The step's absolute path; empty for SQL."""
        return self.step.path

    def __str__(self) -> str:
        return f"{self.when} step {self.number}, {self.step}"


class Crash:
    """Runs work in forked children and kills it.

    Args:
        sites: Finds the answer's lines, for errors of the work.
    """

    def __init__(self, sites: CallSites | None = None) -> None:
        self._sites = sites or CallSites()

    @staticmethod
    def install_file_hooks() -> None:
        """Let file operations be seen.  Call it before the answer is loaded."""
        filehooks.install()

    def trace(
        self,
        work: Callable[[], Any],
        kinds: Collection[Kind] = ALL_KINDS,
        *,
        seconds: float = 20.0,
    ) -> list[Step]:
        """Run the work once in a child, to its end, and list its steps.

        Args:
            work: What to run.  What it changes stays changed.
            kinds: `{"sql"}` or `{"file"}` to see only those steps.
            seconds: The limit.

        Raises:
            AssertionError: When the work raises, hangs or dies.
        """
        __tracebackhide__ = True
        steps, end = self._run(work, kinds, None, seconds)
        if end != "ended":
            raise AssertionError(f"the work {end} when nothing had been killed yet")
        return steps

    def points(
        self,
        work: Callable[[], Any],
        kinds: Collection[Kind] = ALL_KINDS,
        *,
        seconds: float = 20.0,
    ) -> list[Point]:
        """Run the work once in a child and list where it can be killed.

        Returns:
            A point before each step, and one after the last.  (After a step is the same moment
            as before the next one.)

        Raises:
            AssertionError: When the work raises, hangs, dies, has no step or too many.
        """
        __tracebackhide__ = True
        steps = self.trace(work, kinds, seconds=seconds)
        if not steps:
            raise AssertionError("the work changed nothing: it sent no SQL and wrote no file")
        if len(steps) > MAX_STEPS:
            raise AssertionError(
                f"the work took {len(steps)} steps, the last was {steps[-1]}: "
                f"it should need fewer than {MAX_STEPS}"
            )
        counted = frozenset(kinds)
        before = [Point(step, "before", counted) for step in steps]
        return [*before, Point(steps[-1], "after", counted)]

    def at(
        self,
        point: Point,
        work: Callable[[], Any],
        *,
        database: ScheduledDatabase | None = None,
        seconds: float = 20.0,
    ) -> None:
        """Run the work in a child that dies at a point.

        Args:
            point: One that `points` gave for the same work.
            work: What to run.
            database: A PostgreSQL database: wait until the server has noticed the death, so
                that locks are free and the transaction is gone.
            seconds: The limit, for the work and for the server.

        Raises:
            AssertionError: When the work was not killed there; says what happened instead.
        """
        __tracebackhide__ = True
        if database is not None and database.kind == "postgres":
            with database.observer() as observer:
                before = _other_sessions(observer)
                _, end = self._run(work, point.kinds, point, seconds)
                _wait_for_server(observer, before, seconds)
        else:
            _, end = self._run(work, point.kinds, point, seconds)
        if end != "killed":
            raise AssertionError(f"the work {end} and did not come to the point {point}")

    def _run(
        self, work: Callable[[], Any], kinds: Collection[Kind], kill: Point | None, seconds: float
    ) -> tuple[list[Step], str]:
        child = Child(lambda tell: _work_in_child(work, set(kinds), kill, tell, self._sites))
        seconds = patience.at_most(seconds)
        stuck = wait_for([child], seconds)
        child.kill()
        steps = [Step(**message["step"]) for message in child.messages if "step" in message]
        last = child.messages[-1] if child.messages else {}
        if stuck:
            end = f"had not ended after {seconds:g} s, its last step was {_last(steps)},"
        elif "error" in last:
            end = f"raised {summary_from(last['error'])}"
        elif last.get("killed") and child.signal == signal.SIGKILL:
            end = "killed"
        elif "end" in last:
            end = "ended"
        else:
            how = f"signal {child.signal}" if child.signal else "a call of os._exit"
            end = f"was ended by {how} after {_last(steps)}"
        return steps, end


def _last(steps: list[Step]) -> str:
    return str(steps[-1]) if steps else "no step"


def _work_in_child(
    work: Callable[[], Any], kinds: set[Kind], kill: Point | None, tell: Tell, sites: CallSites
) -> None:
    lock = threading.RLock()  # a collection may end a connection, which then rolls back
    count = 0

    def die() -> None:
        tell({"killed": True})
        os.kill(os.getpid(), signal.SIGKILL)

    def on_step(step: Step) -> None:
        nonlocal count
        with lock:
            count += 1
            if kill is None:
                tell({"step": asdict(replace(step, number=count))})
            elif kill.when == "before" and kill.number == count:
                die()

    def on_sql(sql: str) -> None:
        word = first_word(sql)
        # Nothing is at stake before a BEGIN that is not at stake before what follows it.
        if word not in ("BEGIN", "START"):
            on_step(Step(0, _name_of(word, sql), "sql", sql=sql))

    def on_file(operation: str, path: str, destination: str, is_folder: bool) -> None:
        on_step(Step(0, operation, "file", path, destination, is_folder))

    if "file" in kinds:
        filehooks.watch(on_file)
    log = active()
    if not isinstance(log, SqlLog):
        log = SqlLog()
        log.install()
    try:
        if "sql" in kinds:
            with log.tap(on_sql):
                work()
        else:
            work()
    except BaseException as error:
        tell({"error": summary_of(error, sites.of_error(error))})
        return
    if kill is not None and kill.when == "after" and kill.number == count:
        die()
    tell({"end": True})


def _name_of(word: str, sql: str) -> str:
    if word in _SHORT_NAMES:
        return "commit" if word == "END" else word.lower()
    table = _TABLE.search(sql)
    return f"{word} {table[1]}" if table else word


def _other_sessions(observer: Any) -> set[int]:
    with observer.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return {pid for (pid,) in cursor.fetchall()}


def _wait_for_server(observer: Any, before: set[int], seconds: float) -> None:
    """Wait until the server has ended the sessions of a killed child."""
    seconds = patience.at_most(seconds)
    end = time.monotonic() + seconds
    while left := _other_sessions(observer) - before:
        if time.monotonic() > end:
            raise AssertionError(
                f"PostgreSQL still has {len(left)} sessions of the killed work after {seconds:g} s"
            )
        time.sleep(0.002)
