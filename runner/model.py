"""Drill, Check, CheckResult, Verdict: frozen, typed, and their versioned JSON.

Nothing here runs anything; every other module speaks in these.  Those that a run makes are named
tuples: such a class is made in a quarter of a frozen dataclass's time, and so are its instances.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from runner.errors import UsageError
from runner.plain import as_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runner.charts import Chart
    from runner.seen import Budget, PlanSeen, Step, Table

JSON_VERSION = 1

Database = Literal["files", "sqlite", "postgres", "both"]
DATABASES: tuple[Database, ...] = get_args(Database)

CheckStatus = Literal[
    "passed", "failed", "error", "skipped", "not_run", "timeout", "crash", "memory", "output"
]
VerdictStatus = Literal[
    "passed",
    "failed",
    "error",
    "import_error",
    "timeout",
    "crash",
    "memory",
    "output",
    "not_run",
    "tampering",
]
"""`tampering`: the answer reached for what decides about it; see `runner.tampering`."""


class Limits(NamedTuple):
    """What one child process may use while it checks an answer."""

    seconds: float = 10.0
    """Wall-clock time for one check (and for loading the answer)."""
    total_seconds: float = 60.0
    """Wall-clock time for all checks of one answer together."""
    memory_mb: int = 1024
    """Address space on top of what the child starts with."""
    processes: int = 64
    """Processes alive at once below the child."""
    output_kb: int = 1024
    """Bytes printed by one check."""
    file_mb: int = 256
    """Size of any one file that is written."""


@dataclass(frozen=True)
class Track:
    """A folder of drills with a `track.toml`."""

    path: Path
    slug: str
    """Path below the course's root, with forward slashes: `drills/02_async`."""
    title: str
    summary: str
    order: int


@dataclass(frozen=True)
class Drill:
    """A folder with a `drill.toml`: one exercise and everything that proves it."""

    path: Path
    track: Track
    title: str
    difficulty: int
    minutes: int
    database: Database
    needs: tuple[str, ...] = ()
    """Names of the drills to do first."""
    learnt: str = ""
    """One line: what one can do after it."""
    seconds_at_most: float | None = None
    """What a whole answer may take where that is less than its limits say."""

    @property
    def name(self) -> str:
        """The folder's name, unique over the course: `03_idempotent_upserts`."""
        return self.path.name

    @property
    def slug(self) -> str:
        """Track and name: `level_up/03_idempotent_upserts`."""
        return f"{self.track.slug}/{self.name}"

    @cached_property
    def is_folder(self) -> bool:
        """Whether an answer takes several files."""
        return (self.path / "exercise").is_dir()

    def file(self, name: str) -> Path:
        """The path of an answer shipped with the drill.

        Args:
            name: `exercise`, `solution`, `right/x` or `wrong/x`, without a suffix.
        """
        return self.path / (name if self.is_folder else f"{name}.py")

    @property
    def checks(self) -> Path:
        """The pytest module that checks an answer."""
        return self.path / "checks.py"

    @cached_property
    def details(self) -> Mapping[str, Any]:
        """The whole `drill.toml`: hints, limits, sources.  Read on first use.

        Raises:
            DrillError: it cannot be read, or a key is of the wrong kind.
        """
        from runner.course.tomls import read_drill

        return read_drill(self.path / "drill.toml")

    @property
    def limits(self) -> Limits:
        """The `[limits]` table, over the defaults; its times lowered to `seconds_at_most`."""
        limits = Limits(**self.details["limits"])
        if self.seconds_at_most is None:
            return limits
        return limits._replace(
            seconds=min(limits.seconds, self.seconds_at_most),
            total_seconds=min(limits.total_seconds, self.seconds_at_most),
        )

    @property
    def durable(self) -> bool:
        """Whether its PostgreSQL keeps what a power cut must not take."""
        return self.details["durable"]

    @property
    def grading(self) -> Mapping[str, Any]:
        """The `[grading]` table: points, and what marking it takes."""
        return self.details.get("grading", {})

    @property
    def hints(self) -> Mapping[str, Sequence[str]]:
        """Check name -> hints, from a nudge to near-code."""
        return self.details["hints"]


class Check(NamedTuple):
    """One pytest function of `checks.py` (one per database where there are two)."""

    name: str
    """The function's name without `test_`; `keeps_ids[sqlite]` where it runs twice."""
    title: str
    """The sentence a learner reads: the first line of the function's docstring."""
    task: int | None
    """The numbered task of the brief it belongs to."""
    hidden: bool = False
    """Whether it is the instructor's own, which learners do not see."""

    @property
    def function(self) -> str:
        """The name without the database in brackets: what hints and FAILS refer to."""
        return self.name.partition("[")[0]


class Statement(NamedTuple):
    """One SQL statement that was sent while a check ran."""

    sql: str
    parameters: str = ""
    rows: int | None = None
    """Rows returned or touched, as far as the driver tells."""
    ms: float = 0.0
    line: str = ""
    """Where in the answer it came from: `exercise.py:31`."""
    at: float = 0.0
    """Milliseconds from the start of the check."""
    session: str = ""
    """Which connection sent it, numbered in order of appearance; or the name of its thread."""
    flush: str = ""
    """Which flush of an ORM session it was part of, and why that came: `flush 2, by commit`."""
    error: str = ""
    """Why it failed: the name of the driver's error, and its first line."""
    waited_for: str = ""
    """The session whose lock it waited for, as far as a race has seen it."""


class CheckResult(NamedTuple):
    """What happened to one check."""

    name: str
    title: str
    task: int | None
    status: CheckStatus
    message: str = ""
    """What was observed, then the one rule it breaks.  Empty when it passed."""
    detail: str = ""
    """Got and expected, a row difference, or the learner's own traceback."""
    called: tuple[str, ...] = ()
    """The last calls into the answer with what they returned or raised."""
    line: str = ""
    """The learner's own line that failed: `exercise.py:31: return row`."""
    sql: tuple[Statement, ...] = ()
    """The last statements; `sql_count` says how many there were."""
    sql_count: int = 0
    output: str = ""
    """What the answer printed, cut to a screenful."""
    duration_ms: float = 0.0
    waited_ms: float = 0.0
    """How long it waited for fresh databases."""
    steps: tuple[Step, ...] = ()
    """What the check had its sessions do, one after the other (the fixture `schedule`)."""
    tables: tuple[Table, ...] = ()
    """The database right after the failure, as another connection sees it."""
    plans: tuple[PlanSeen, ...] = ()
    """How the database would execute the answer's statements, after a failure."""
    budgets: tuple[Budget, ...] = ()
    """How many statements pieces of the check might send, and how many they sent."""
    charts: tuple[Chart, ...] = ()
    """Figures that the check has noted."""
    hidden: bool = False
    """Whether it is the instructor's own check, which learners do not see."""

    @property
    def passed(self) -> bool:
        """Whether the child reported an explicit pass."""
        return self.status == "passed"

    @property
    def function(self) -> str:
        """The name without the database in brackets."""
        return self.name.partition("[")[0]


class Verdict(NamedTuple):
    """What the parent decided about one answer to one drill."""

    drill: str
    """The drill's slug."""
    answer: str
    """The path of the answer that was checked."""
    status: VerdictStatus
    checks: tuple[CheckResult, ...]
    message: str = ""
    """Why no check could run, where none could."""
    detail: str = ""
    output: str = ""
    """What the answer printed while it was loaded, cut to a screenful."""
    duration_ms: float = 0.0
    version: int = JSON_VERSION

    @property
    def passed(self) -> bool:
        """Whether every expected check passed."""
        return self.status == "passed"

    @property
    def tally(self) -> tuple[int, int]:
        """How many checks passed, of how many; one that runs on two databases counts once."""
        functions = {check.function for check in self.checks}
        missed = {check.function for check in self.checks if not check.passed}
        return len(functions - missed), len(functions)

    @property
    def first_failure(self) -> CheckResult | None:
        """The first check that did not pass, in the order of `checks.py`."""
        return next((check for check in self.checks if not check.passed), None)

    def as_json(self) -> dict[str, Any]:
        """The documented JSON shape, see docs/json.md."""
        data = as_data(self)
        return {
            "version": data.pop("version"),
            "drill": data.pop("drill"),
            "answer": data.pop("answer"),
            "passed": self.passed,
            **data,
        }


def named[T: (Check, CheckResult)](checks: Sequence[T], text: str, drill: Drill) -> tuple[T, ...]:
    """The one check that is meant, on each of its databases.

    Args:
        checks: of the drill.
        text: a check's name, or an unambiguous part of it.
        drill: named in the error.

    Raises:
        UsageError: none, or more than one, has such a name.
    """
    exact = [check for check in checks if text in {check.name, check.function}]
    matches = exact or [check for check in checks if text in check.name]
    if len({check.function for check in matches}) != 1:
        names = ", ".join(dict.fromkeys(check.function for check in matches or checks))
        raise UsageError(
            f"no single check of {drill.name} is called “{text}”", mend=f"Its checks: {names}"
        )
    return tuple(matches)
