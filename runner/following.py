"""Follow the children that check one answer, and decide what happened to each check.

The parent decides: a check passed only when a child said so explicitly, in a record for a check
that the parent expected.  A child that dies takes one check with it; another child runs the
rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, get_args

from runner import sandbox
from runner.errors import SetupError
from runner.listening import Listener
from runner.model import Check, CheckResult, CheckStatus, Limits, Statement, VerdictStatus

if TYPE_CHECKING:
    from runner.databases.postgres import PostgresSupply

_OUTPUT_SHOWN = 2_000
_STATUSES: dict[object, CheckStatus] = {status: status for status in get_args(CheckStatus)}


class Follower:
    """Runs the expected checks of one answer in as many children as it takes."""

    def __init__(
        self,
        expected: Sequence[Check],
        limits: Limits,
        supply: PostgresSupply | None,
        *,
        stop_at_first: bool,
        keep_as: str | None,
    ) -> None:
        self._expected = expected
        self._limits = limits
        self._supply = supply
        self._stop_at_first = stop_at_first
        self._keep_as = keep_as
        self._results: dict[str, CheckResult] = {}
        self._titles = {check.name: check for check in expected}
        self._granted: list[str] = []
        self.load_status: VerdictStatus | None = None
        self.load_message = ""
        self.load_detail = ""

    def results(self) -> tuple[CheckResult, ...]:
        """One result per expected check; those that no child reached are `not_run`."""
        return tuple(
            self._results.get(check.name)
            or CheckResult(check.name, check.title, check.task, "not_run")
            for check in self._expected
        )

    def follow(
        self, fork: Callable[[Sequence[str]], sandbox.Child], started: Callable[[], None]
    ) -> None:
        """Fork children until every check has a result or none can get one.

        Args:
            fork: starts a child that runs the checks named.
            started: called once, when the first child is under way.
        """
        end = monotonic() + self._limits.total_seconds
        while remaining := [c.name for c in self._expected if c.name not in self._results]:
            listener = Listener(self, fork(remaining), remaining, self._limits, end)
            started()
            started = _nothing
            over = listener.until_it_ends()
            self._give_back(keep=False)
            if over or (self._stop_at_first and self._failed()):
                return

    def _failed(self) -> bool:
        return any(not result.passed for result in self._results.values())

    def take(self, child: sandbox.Child) -> None:
        """Hand the child the database that the supply has made.

        Raises:
            SetupError: there is no database to be had.
        """
        assert self._supply is not None
        grant = self._supply.receive()
        self._granted.append(grant.name)
        child.reply({"url": grant.url, "async_url": grant.async_url, "dsn": grant.dsn})

    def ask(self) -> int:
        """Ask the supply for a database.

        Returns:
            The descriptor that becomes readable when there is one.

        Raises:
            SetupError: the drill's `drill.toml` does not say that it needs PostgreSQL.
        """
        if self._supply is None:
            raise SetupError("a check asks for PostgreSQL, but drill.toml's database is another")
        self._supply.request()
        return self._supply.fileno()

    def settle(self, name: str, record: dict[str, Any], output: bytes) -> None:
        """Note the result of a check."""
        first_failure = not self._failed()
        try:
            result = _result(self._titles[name], record, output)
        except (TypeError, ValueError) as error:  # whatever wrote that, it is no pass
            unreadable = {"status": "error", "message": f"its record cannot be read: {error}"}
            result = _result(self._titles[name], unreadable, output)
        self._results[name] = result
        self._give_back(keep=first_failure and not result.passed)

    def cannot_load(self, status: VerdictStatus, message: str, detail: str) -> None:
        """Note that no check can run."""
        self.load_status = status
        self.load_message = message
        self.load_detail = detail

    def stop_here(self) -> bool:
        """Whether the first failure is all that is asked for, and has come."""
        return self._stop_at_first and self._failed()

    def _give_back(self, *, keep: bool) -> None:
        for name in self._granted:
            assert self._supply is not None
            self._supply.give_back(name, keep_as=self._keep_as if keep else None)
        self._granted.clear()


def _result(check: Check, record: dict[str, Any], output: bytes) -> CheckResult:
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
        sql_count=int(record.get("sql_count", 0)),
        output=output[-_OUTPUT_SHOWN:].decode(errors="backslashreplace"),
        duration_ms=float(record.get("duration_ms", 0.0)),
        waited_ms=float(record.get("waited_ms", 0.0)),
    )


def _nothing() -> None:
    pass
