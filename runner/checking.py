"""check(drill, answer) -> Verdict: the one orchestrator."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from runner import processes, sandbox, temporary
from runner.databases.database import import_dialects
from runner.errors import UsageError
from runner.execution import scratch, spawned, templates
from runner.execution.bench import Bench, Look, ParentsPostgres
from runner.execution.channel import Channel, make_seal
from runner.execution.collected import Collected
from runner.execution.following import Follower
from runner.execution.host import host
from runner.execution.spares import Spares
from runner.model import CheckResult, Drill, Verdict, VerdictStatus, named
from runner.workspace import kind_of

if TYPE_CHECKING:
    from runner.classroom.marks import Isolation
    from runner.databases.postgres import PostgresSupply
    from runner.execution.guarding import Guard

START_METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How children start.  On macOS a fork can crash once system frameworks are loaded."""
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
    told: Callable[[Verdict], None] = lambda verdict: None,
) -> Verdict:
    """Check one answer to one drill.

    Args:
        drill: what is asked.
        answer: the file, or the folder where the drill says so, to check.
        only: the one check to run: its name, or an unambiguous part of it.
        look: when to note what stands in the database.
        started: called once, when the first child is under way: time to import a renderer.
        keep_as: keep the database of the first failing check under this name.
        told: called with the verdict as soon as it is known, before the children are put away.

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
            answer, only=only, lanes=lanes(), look=look, started=started, keep_as=keep_as, told=told
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

    def serve(collected: Collected) -> T:
        with closing(Checker(collected, supply, isolation)) as checker:
            return work(checker)

    supply: PostgresSupply | None = None
    if drill.database in {"postgres", "both"}:
        from runner.databases.postgres import PostgresSupply

        # Works in a process of its own while this one imports and collects.
        supply = PostgresSupply.start(drill.checks, durable=drill.durable)
    try:
        processes.adopt_orphans()
        return host(drill, serve, extra=extra, canaries=isolation != "none")
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
        self._spares: Spares | None = None
        self._template = templates.sqlite(self.drill.path, collected.modules[0])
        import_dialects(self.drill.database)
        if isolation != "none":
            from runner.execution import guarding

            guarding.get_ready(collected.modules, isolation)

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
        told: Callable[[Verdict], None] = lambda verdict: None,
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
            told: called with the verdict as soon as it is known.
        """
        self._require_answer(answer)
        begun = monotonic()
        expected = self.checks if only is None else named(self.checks, only, self.drill)
        spares = self._spares_for(answer, min(lanes, len(expected)))
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
            scratch.take(answer, self.drill, spares.scratch)
            follower.follow(lambda: self._start(answer, spares, look=look), started)
            results = follower.results()
            if keep_as is not None:
                from runner.databases import leftover

                failed = [result.name for result in results if not result.passed]
                leftover.keep(keep_as, answer, failed, spares.scratch, on_server=follower.kept)
            verdict = Verdict(
                drill=self.drill.slug,
                answer=str(answer),
                status=_status(results, follower.load_status),
                checks=results,
                message=follower.load_message,
                detail=follower.load_detail,
                output=follower.load_output,
                duration_ms=(monotonic() - begun) * 1000,
            )
            told(verdict)
        finally:
            follower.close()
            spares.close()
        return verdict

    def prepare(self, answer: Path, *, lanes: int, look: Look) -> None:
        """Start the children of the next `check` of an answer now, while there is time.

        Args:
            answer: the file or folder; what is in it when it is checked counts.
            lanes: as it will be checked with.
            look: as it will be checked with.
        """
        self.close()
        if START_METHOD == "fork":
            self._spares = Spares(answer, temporary.new_folder("answer"))
            for _ in range(min(lanes, len(self.checks))):
                child = self._child(answer, self._spares.scratch, look=look, spare=True)
                self._spares.children.append(child)

    def close(self) -> None:
        """End the children that wait."""
        if self._spares is not None:
            self._spares.close()
            self._spares = None

    def _spares_for(self, answer: Path, number: int) -> Spares:
        """Those that wait for this answer, at most so many; none where none do."""
        if self._spares is None or self._spares.answer != answer:
            return Spares(answer, temporary.new_folder("answer"))
        spares, self._spares = self._spares, None
        spares.keep(number)
        return spares

    def _start(self, answer: Path, spares: Spares, *, look: Look) -> sandbox.Child:
        """A child, with a folder of its own and its own copy of the answer in it."""
        if not spares.children:
            return self._child(answer, spares.scratch, look=look)
        child = spares.children.pop()
        scratch.hand_out(spares.scratch, child.folder)
        child.reply({"answer": "is there"})
        return child

    def _child(
        self, answer: Path, within: Path, *, look: Look, spare: bool = False
    ) -> sandbox.Child:
        """Start a child; a spare one waits until the answer is there."""
        folder = Path(tempfile.mkdtemp(dir=within))
        bench = Bench(
            answer_file=scratch.place_of(answer, self.drill, folder),
            stub=self.drill.file("exercise"),
            scratch=folder,
            sqlite_template=self._template,
            look=look,
        )
        if not spare:
            scratch.hand_out(within, folder)
        if START_METHOD == "spawn":
            return sandbox.spawn(spawned.__name__, spawned.job(self.drill, bench), folder=folder)

        guard = None if self._isolation == "none" else self._guard(bench)

        def work(channel: Channel) -> None:
            bench.postgres = ParentsPostgres(channel)
            if spare:
                processes.own_memory()
                channel.ask("answer")
            self._collected.run_in_child(channel, bench, guard)

        seal = None if guard is None else make_seal()
        return sandbox.fork(work, limits=self.drill.limits, folder=folder, seal=seal)

    def _guard(self, bench: Bench) -> Guard:
        """What closes a child off; its folder is made ready for it."""
        from runner.execution.guarding import Guard
        from runner.isolation import prepare

        ports: tuple[int, ...] = ()
        if self._supply is not None:
            from runner.databases.external import tcp_ports

            ports = tcp_ports()
        if self._isolation == "strict":
            if bench.sqlite_template is not None:  # where it lies, the child cannot read it
                copied = bench.scratch / "template.db"
                bench.sqlite_template = Path(shutil.copyfile(bench.sqlite_template, copied))
            prepare(self.drill, folder=bench.scratch, network=ports)
        files = [Path(str(module.__file__)) for module in self._collected.modules]
        return Guard(
            level=self._isolation,
            drill=self.drill,
            answer_file=bench.answer_file,
            folder=bench.scratch,
            checks=tuple(files),
            ports=ports,
        )

    def _require_answer(self, answer: Path) -> None:
        wanted = "a folder" if self.drill.is_folder else "a file"
        fits = answer.is_dir() if self.drill.is_folder else answer.is_file()
        if not fits:
            found = kind_of(answer.resolve()) if answer.exists() else "nothing"
            raise UsageError(
                f"an answer to {self.drill.name} is {wanted}, found {found} at {answer}",
                mend=f"`drills run {self.drill.name}` makes one to start from.",
            )


def lanes() -> int:
    """How many children one learner's run takes at once."""
    return min(os.cpu_count() or 1, _MOST_LANES)


def _status(results: Sequence[CheckResult], load_status: VerdictStatus | None) -> VerdictStatus:
    if load_status is not None:
        return load_status
    for result in results:
        if result.status == "skipped":
            return "failed"
        if result.status != "passed":
            return result.status
    return "passed"
