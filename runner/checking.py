"""check(drill, answer) -> Verdict: the one orchestrator."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from runner import answer as answers
from runner import processes, sandbox, spawned, templates
from runner.bench import Bench, Look, ParentsPostgres
from runner.channel import Channel, make_seal
from runner.collected import Collected
from runner.databases.database import psycopg2_types
from runner.errors import UsageError
from runner.following import Follower
from runner.host import host
from runner.model import CheckResult, Drill, Verdict, VerdictStatus, named

if TYPE_CHECKING:
    from runner.databases.postgres import PostgresSupply
    from runner.guarding import Guard
    from runner.marks import Isolation

START_METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How children start.  On macOS a fork can crash once system frameworks are loaded."""
_SHARED_MEMORY = Path("/dev/shm")
_ROOMY = 2 << 30
_MOST_LANES = 4
"""Each loads the answer anew, so more gain little."""


def check(
    drill: Drill,
    answer: Path,
    *,
    only: str | None = None,
    look: Look = "failure",
    started: Callable[[], None] = lambda: None,
    keep_as: str | None = None,
) -> Verdict:
    """Check one answer to one drill.

    Args:
        drill: what is asked.
        answer: the file, or the folder where the drill says so, to check.
        only: the one check to run: its name, or an unambiguous part of it.
        look: when to note what stands in the database.
        started: called once, when the first child is under way: time to import a renderer.
        keep_as: keep the database of the first failing check under this name.

    Returns:
        The verdict, with one result per expected check.

    Raises:
        UsageError: there is no such answer, or no such check.
        DrillError: the drill's own `checks.py` is broken.
        SetupError: this machine lacks something, such as a PostgreSQL server.
    """
    return with_checker(
        drill,
        lambda checker: checker.check(
            answer, only=only, lanes=lanes(), look=look, started=started, keep_as=keep_as
        ),
    )


def with_checker[T](
    drill: Drill,
    work: Callable[[Checker], T],
    *,
    extra: Path | None = None,
    isolation: Isolation = "none",
) -> T:
    """Collect a drill's checks and call `work` with what can check any number of answers.

    Args:
        drill: what is asked.
        work: what to do with it.
        extra: a file of checks that learners do not have, run after the drill's own.
        isolation: of each answer; see `runner.isolation`.

    Raises:
        DrillError: the drill's own `checks.py` is broken.
        SetupError: this machine lacks something, such as a part of strict isolation.
    """
    if isolation != "none":
        from runner.isolation import require

        require(isolation, [drill])
    supply: PostgresSupply | None = None
    if drill.database in {"postgres", "both"}:
        from runner.databases.postgres import PostgresSupply

        # Works in a process of its own while this one imports and collects.
        supply = PostgresSupply.start(drill.checks, durable=drill.durable)
    try:
        processes.adopt_orphans()
        return host(
            drill,
            lambda collected: work(Checker(collected, supply, isolation)),
            extra=extra,
            canaries=isolation != "none",
        )
    finally:
        if supply is not None:
            supply.close()


class Checker:
    """Checks answers to one drill, one after another, from a parent that stays warm."""

    def __init__(
        self, collected: Collected, supply: PostgresSupply | None, isolation: Isolation
    ) -> None:
        self.drill = collected.drill
        self.checks = collected.checks
        self._collected = collected
        self._supply = supply
        self._isolation: Isolation = isolation
        self._template = templates.sqlite(self.drill.path, collected.modules[0])
        _import_dialects(self.drill)
        if isolation != "none":
            from runner import guarding

            guarding.get_ready(collected.modules)

    def check(
        self,
        answer: Path,
        *,
        only: str | None = None,
        lanes: int = 1,
        look: Look = "never",
        stop_at_first: bool = False,
        started: Callable[[], None] = lambda: None,
        keep_as: str | None = None,
    ) -> Verdict:
        """Check one answer; see `runner.checking.check`.

        Args:
            answer: the file or folder to check.
            only: the one check to run.
            lanes: how many children run checks at once.
            look: when to note what stands in the database.
            stop_at_first: leave the checks after the first failure not run.
            started: called once, when the first child is under way.
            keep_as: keep the database of the first failing check under this name.
        """
        self._require_answer(answer)
        begun = monotonic()
        expected = self.checks if only is None else named(self.checks, only, self.drill)
        scratch = _new_scratch()
        follower = Follower(
            expected,
            self.drill.limits,
            self._supply,
            lanes=lanes,
            stop_at_first=stop_at_first,
            keep_as=keep_as,
            canaries=self._collected.canaries,
        )
        try:
            follower.follow(lambda: self._start(answer, scratch, look=look), started)
            results = follower.results()
            if keep_as is not None:
                from runner.databases import leftover

                failed = [result.name for result in results if not result.passed]
                leftover.keep(keep_as, failed, scratch, on_server=follower.kept)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        return Verdict(
            drill=self.drill.slug,
            answer=str(answer),
            status=_status(results, follower.load_status),
            checks=results,
            message=follower.load_message,
            detail=follower.load_detail,
            duration_ms=(monotonic() - begun) * 1000,
        )

    def _start(self, answer: Path, scratch: Path, *, look: Look) -> sandbox.Child:
        """Start a child, with a folder of its own and its own copy of the answer in it."""
        folder = Path(tempfile.mkdtemp(dir=scratch))
        bench = Bench(
            answer_file=self._private_copy(answer, folder),
            stub=self.drill.file("exercise"),
            scratch=folder,
            sqlite_template=self._template,
            look=look,
        )
        if START_METHOD == "spawn":
            return sandbox.spawn("runner.spawned", spawned.job(self.drill, bench), folder=folder)

        guard = None if self._isolation == "none" else self._guard(bench)

        def work(channel: Channel) -> None:
            bench.postgres = ParentsPostgres(channel)
            self._collected.run_in_child(channel, bench, guard)

        seal = None if guard is None else make_seal()
        return sandbox.fork(work, limits=self.drill.limits, folder=folder, seal=seal)

    def _guard(self, bench: Bench) -> Guard:
        """What closes a child off; its folder is made ready for it."""
        from runner.databases.external import tcp_ports
        from runner.guarding import Guard
        from runner.isolation import prepare

        if self._isolation == "strict":
            if bench.sqlite_template is not None:  # where it lies, the child cannot read it
                copied = bench.scratch / "template.db"
                bench.sqlite_template = Path(shutil.copyfile(bench.sqlite_template, copied))
            prepare(bench.scratch)
        files = [Path(str(module.__file__)) for module in self._collected.modules]
        return Guard(
            level=self._isolation,
            drill=self.drill,
            answer_file=bench.answer_file,
            folder=bench.scratch,
            checks=tuple(files),
            ports=() if self._supply is None else tcp_ports(),
        )

    def _require_answer(self, answer: Path) -> None:
        wanted = "a folder" if self.drill.is_folder else "a file"
        fits = answer.is_dir() if self.drill.is_folder else answer.is_file()
        if not fits:
            found = "a folder" if answer.is_dir() else "a file" if answer.exists() else "nothing"
            raise UsageError(
                f"an answer to {self.drill.name} is {wanted}, found {found} at {answer}",
                mend=f"`drills run {self.drill.name}` makes one to start from.",
            )

    def _private_copy(self, answer: Path, folder: Path) -> Path:
        """Copy the answer to where the child loads it from.

        Only answers that we ship may lean on the solution: `from solution import *`, or, for a
        folder, the files that they do not have.
        """
        shipped = answer.resolve().parent in {self.drill.path / "right", self.drill.path / "wrong"}
        solution = self.drill.file("solution")
        if shipped and self.drill.is_folder:
            private = answers.copy(solution, folder / "answer")
            shutil.copytree(answer, private, dirs_exist_ok=True)
            return private
        private = answers.copy(answer, folder / "answer")
        if shipped:
            shutil.copyfile(solution, private.with_name("solution.py"))
        return private


def _import_dialects(drill: Drill) -> None:
    """Import here, once, what each child would import with its first engine."""
    if drill.database in {"postgres", "both"}:
        psycopg2_types()
    if "sqlalchemy" not in sys.modules:
        return
    if drill.database in {"sqlite", "both"}:
        import_module("sqlalchemy.dialects.sqlite")
    if drill.database in {"postgres", "both"}:
        import_module("sqlalchemy.dialects.postgresql")
        import_module("psycopg2.extras")


def lanes() -> int:
    """How many children one learner's run takes at once."""
    return min(os.cpu_count() or 1, _MOST_LANES)


def _new_scratch() -> Path:
    """A folder for one answer, after the folders of killed runs have been removed."""
    home = _scratch_home() or Path(tempfile.gettempdir())
    for left in home.glob("drills-answer-*"):
        pid = left.name.split("-")[2]
        if pid.isdecimal() and not Path("/proc", pid).exists() and Path("/proc/self").exists():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"drills-answer-{os.getpid()}-", dir=home))


def _scratch_home() -> Path | None:
    """Memory instead of disk where there is plenty; None is the system's own choice."""
    try:
        roomy = shutil.disk_usage(_SHARED_MEMORY).free > _ROOMY
    except OSError:
        return None
    return _SHARED_MEMORY if roomy else None


def _status(results: Sequence[CheckResult], load_status: VerdictStatus | None) -> VerdictStatus:
    if load_status is not None:
        return load_status
    for result in results:
        if result.status == "skipped":
            return "failed"
        if result.status != "passed":
            return result.status
    return "passed"
