"""Follow the children that check one answer, and decide what happened to each check.

The parent decides: it hands out the checks one by one, and a check passed only when the child that
runs it said so explicitly.  A child that dies takes one check with it; another child goes on.
"""

from __future__ import annotations

import random
import select
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, get_args

from runner import sandbox
from runner.clock import Clock
from runner.errors import SetupError
from runner.execution.listening import Listener
from runner.model import Check, CheckResult, CheckStatus, Limits, Statement, VerdictStatus
from runner.words import visible

if TYPE_CHECKING:
    from runner.databases.postgres import PostgresSupply

_OUTPUT_SHOWN = 2_000
_STATUSES: dict[object, CheckStatus] = {status: status for status in get_args(CheckStatus)}


class Follower:
    """Runs the expected checks of one answer in as many children as it takes.

    Args:
        expected: the checks, in order.
        limits: of the drill.
        supply: of PostgreSQL databases, where the drill has one.
        lanes: how many children run at once.
        stop_at_first: leave the checks after the first failure not run.
        keep_as: keep the PostgreSQL databases of the first failing check under this name.
        canaries: names of checks that must fail, strewn among the others.
    """

    def __init__(
        self,
        expected: Sequence[Check],
        limits: Limits,
        supply: PostgresSupply | None,
        *,
        lanes: int,
        stop_at_first: bool,
        keep_as: str | None,
        canaries: Sequence[str] = (),
    ) -> None:
        self._expected = expected
        self._limits = limits
        self._supply = supply
        self._lanes = lanes
        self._stop_at_first = stop_at_first
        self._keep_as = keep_as
        self._results: dict[str, CheckResult] = {}
        self._checks = {check.name: check for check in expected}
        self._order = [check.name for check in expected]
        self._canaries = frozenset(canaries)
        self._waiting = deque(_strewn(self._order, canaries))
        self._listeners: list[Listener] = []
        self._clock = Clock()
        self._asking: deque[Listener] = deque()
        self._granted: dict[Listener, list[str]] = {}
        self.kept: tuple[str, str] | None = None
        """The check whose PostgreSQL database is kept, and how that is called until then."""
        self.load_status: VerdictStatus | None = None
        self.load_message = ""
        self.load_detail = ""
        self.load_output = ""

    def results(self) -> tuple[CheckResult, ...]:
        """One result per expected check; those that no child reached are `not_run`."""
        return tuple(
            self._results.get(check.name)
            or CheckResult(check.name, check.title, check.task, "not_run", hidden=check.hidden)
            for check in self._expected
        )

    def follow(self, fork: Callable[[], sandbox.Child], started: Callable[[], None]) -> None:
        """Fork children until every check has a result or none can get one; then `close`.

        Args:
            fork: starts a child that asks for checks to run.
            started: called once, when the first children are under way.

        Raises:
            SetupError: there is no database to be had.
            DrillError: the drill's `seed` fails.
        """
        end = self._clock.now() + self._limits.total_seconds
        for _ in range(min(self._lanes, len(self._waiting))):
            self._listeners.append(self._listen(fork(), end))
        started()
        while self._listeners and not self._enough():
            self._hear()
            if not self._waiting and all(listener.has_told for listener in self._listeners):
                return  # putting the children away can wait
            for listener in [each for each in self._listeners if each.over]:
                self._close(listener)
                if self._waiting and not self._enough() and self._clock.now() < end:
                    self._listeners.append(self._listen(fork(), end))

    def close(self) -> None:
        """End the children that are left; what becomes of them decides nothing any more."""
        for listener in list(self._listeners):
            self._close(listener)

    def _listen(self, child: sandbox.Child, end: float) -> Listener:
        return Listener(self, child, self._limits, self._clock, end)

    def _hear(self) -> None:
        """Wait for something to happen, and take it."""
        sources = [source for listener in self._listeners for source in listener.sources]
        if self._asking and self._supply is not None:
            sources.append(self._supply.fileno())
        patience = min(listener.patience for listener in self._listeners)
        since = self._clock.now()
        readable, _, _ = select.select(sources, [], [], patience)
        self._clock.waited(since, patience)
        if self._asking and self._supply is not None and self._supply.fileno() in readable:
            self._grant(self._supply)
        for listener in self._listeners:
            listener.hear(readable)

    def _close(self, listener: Listener) -> None:
        self._listeners.remove(listener)
        listener.close(beside=[other.child.pid for other in self._listeners])
        self._give_back(self._granted.pop(listener, []))

    def _enough(self) -> bool:
        """Whether nothing more needs to be known."""
        return self.load_status is not None or (self._stop_at_first and self._failed())

    def _failed(self) -> bool:
        return any(not result.passed for result in self._results.values())

    def next_check(self) -> str | None:
        """The check to run now; None when all are run or running."""
        return self._waiting.popleft() if self._waiting and not self._enough() else None

    def wants_database(self, listener: Listener) -> None:
        """Ask the supply for a database.

        Raises:
            SetupError: the drill's `drill.toml` does not say that it needs PostgreSQL.
        """
        if self._supply is None:
            raise SetupError("a check asks for PostgreSQL, but drill.toml's database is another")
        self._supply.request()
        self._asking.append(listener)

    def _grant(self, supply: PostgresSupply) -> None:
        """Hand on the database that the supply has made: to whom has waited longest."""
        grant = supply.receive()
        listener = self._asking.popleft()
        if listener not in self._listeners:  # its child has died meanwhile
            supply.give_back(grant.name)
            return
        self._granted.setdefault(listener, []).append(grant.name)
        listener.child.reply({"url": grant.url, "async_url": grant.async_url, "dsn": grant.dsn})
        listener.got_database()

    def settle(self, listener: Listener, name: str, record: dict[str, Any], output: bytes) -> None:
        """Note the result of a check."""
        if name in self._canaries:
            self._give_back(self._granted.pop(listener, []))
            if record.get("status") == "passed":
                self.cannot_load("tampering", "the answer has checks pass that must fail", "")
            return
        try:
            result = _result(self._checks[name], record, output)
        except (KeyError, TypeError, ValueError) as error:  # whatever wrote that, it is no pass
            unreadable = {"status": "error", "message": f"its record cannot be read: {error}"}
            result = _result(self._checks[name], unreadable, output)
        self._results[name] = result
        granted = self._granted.pop(listener, [])
        keep = bool(granted) and not result.passed and self._is_first(name)
        if keep:
            self.kept = name, granted[0]
        self._give_back(granted[:1], keep=keep)  # the one that was looked at
        self._give_back(granted[1:])

    def _is_first(self, name: str) -> bool:
        """Whether no earlier check's databases are kept; a later one's are then replaced."""
        return self.kept is None or self._order.index(name) < self._order.index(self.kept[0])

    def was_loading(self, output: bytes) -> None:
        """Note what was printed meanwhile; each child prints it anew."""
        self.load_output = _shown(output)

    def cannot_load(self, status: VerdictStatus, message: str, detail: str) -> None:
        """Note that no check can run; what was said first stands."""
        if self.load_status is not None:
            return
        self.load_status = status
        self.load_message = message
        self.load_detail = detail

    def _give_back(self, names: Sequence[str], *, keep: bool = False) -> None:
        for name in names:
            assert self._supply is not None
            self._supply.give_back(name, keep_as=self._keep_as if keep else None)


def _strewn(names: Sequence[str], canaries: Sequence[str]) -> list[str]:
    """The names in their order, with the canaries at random places."""
    strewn = list(names)
    for canary in canaries:
        strewn.insert(random.randint(0, len(strewn)), canary)  # not to be foreseen
    return strewn


def _result(check: Check, record: dict[str, Any], output: bytes) -> CheckResult:
    from runner.seen import seen_from_json  # there is time for it while checks run

    return CheckResult(
        name=check.name,
        title=check.title,
        task=check.task,
        status=_STATUSES.get(record.get("status"), "error"),
        message=str(record.get("message", "")),
        detail=str(record.get("detail", "")),
        called=tuple(map(str, record.get("called", ()))),
        line=str(record.get("line", "")),
        sql=tuple(Statement(*fields) for fields in record.get("sql", ())),
        **seen_from_json(record),
        sql_count=int(record.get("sql_count", 0)),
        hidden=check.hidden,
        output=_shown(output),
        duration_ms=float(record.get("duration_ms", 0.0)),
        waited_ms=float(record.get("waited_ms", 0.0)),
    )


def _shown(output: bytes) -> str:
    return visible(output[-_OUTPUT_SHOWN:].decode(errors="backslashreplace"))
