"""Many answers over an executor, with the gradebook beside it: what comes out is `Marks`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import batched
from math import ceil
from typing import TYPE_CHECKING

from runner.classroom.executors import Died, Executor
from runner.classroom.jobs import Job, Terms
from runner.classroom.marks import HandedIn, Isolation, Kept, Key, Mark, Marks, Unmatched, points_of
from runner.classroom.misconceptions import misconceptions
from runner.classroom.similarity import similar
from runner.course.anatomy import declared, problems_of_grading
from runner.errors import DrillError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from runner.catalog import Catalog
    from runner.classroom.gradebook import Gradebook
    from runner.model import Drill, Verdict

_JOBS_EACH = 3
"""For every worker at least, so that none waits long for the others at the end."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a class is marked."""

    isolation: Isolation = "strict"
    seconds: float | None = None
    """What an answer may take, where that is less than its drill allows."""
    extra: Mapping[str, Path] = field(default_factory=dict)
    """Slug -> the instructor's own checks."""

    def terms(self, drill: Drill) -> Terms:
        """How answers to one drill are marked."""
        timed = replace(drill, seconds_at_most=self.seconds)
        return Terms(timed, self.isolation, self.extra.get(drill.slug))


@dataclass(frozen=True, slots=True)
class Graded:
    """What became of a class."""

    marks: Marks
    reused: int
    """Answers that had their marks before and were not checked again."""
    lost: tuple[Unmatched, ...]
    """Answers that could not be marked; they are among the marks' `unmatched` too."""


def extra_checks(folder: Path, catalog: Catalog) -> dict[str, Path]:
    """The instructor's own checks, laid out as a course or as answers are.

    Args:
        folder: holds `TRACK/NN_name.py` or `TRACK/NN_name/checks.py`.
        catalog: the drills.

    Returns:
        A drill's slug -> its file.

    Raises:
        UsageError: there is no such folder, nothing in it, a file that is no drill's, or a seed.
        DrillError: a file cannot be read as Python.
    """
    from runner.databases.templates import has_seed

    if not folder.is_dir():
        raise UsageError(f"--extra-checks names no folder: {folder}")
    slugs = {drill.slug for drill in catalog.drills}
    found: dict[str, Path] = {}
    for file in sorted(folder.rglob("*.py")):
        name = file.relative_to(folder).as_posix()
        slug = name.removesuffix("/checks.py").removesuffix(".py")
        if slug not in slugs:
            raise UsageError(
                f"--extra-checks: {name} is no drill's",
                mend="Checks of TRACK/NN_name are in TRACK/NN_name.py or TRACK/NN_name/checks.py.",
            )
        if slug in found:
            raise UsageError(f"--extra-checks has two files for {slug}", mend=f"Remove {name}.")
        if has_seed(file.read_bytes(), file):
            raise UsageError(
                f"--extra-checks: {name} has a seed, which nobody would call",
                mend="Extra checks get the databases of the drill's own; fill them in the check.",
            )
        found[slug] = file.absolute()
    if not found:
        raise UsageError(f"--extra-checks: {folder} holds no checks")
    return found


def grade(
    answers: Sequence[HandedIn],
    rules: Rules,
    executor: Executor,
    book: Gradebook,
    *,
    unmatched: Sequence[Unmatched] = (),
    recheck: bool = False,
    feedback: Callable[[Drill, Verdict], str] = lambda drill, verdict: "",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Graded:
    """Mark answers; those that have their marks already are not checked again.

    Each mark is in the gradebook as soon as it is there, so that a grader that was stopped, in
    whatever way, goes on where it was.

    Args:
        answers: in order of learner, then of drill, one for each.
        rules: how they are marked.
        executor: checks them.
        book: what is marked already, and where to keep what is marked now.
        unmatched: passed on to the marks.
        recheck: check all of them, marked or not.
        feedback: what a learner may read about a verdict.
        progress: called with how many answers are done, and of how many.

    Raises:
        DrillsError: a drill's checks or its `[grading]` are broken, or something is missing where
            they run.
    """
    run = _Run(answers, rules, book)
    aside = ThreadPoolExecutor(1)
    alike = aside.submit(similar, answers)  # this process has little to do while others check
    aside.shutdown(wait=False)
    book.open()  # what is wrong with it is told before anything is marked
    reused = 0 if recheck else run.resume()
    lost = run.mark(executor, progress)
    marks = Marks(
        isolation=rules.isolation,
        answers=tuple(run.marks(feedback)),
        unmatched=(*unmatched, *lost),
        misconceptions=misconceptions(run.drills.values(), run.verdicts),
        similar=alike.result(),
    )
    return Graded(marks, reused, lost)


class _Run:
    """One run over a class: which answers have their verdicts so far."""

    def __init__(self, answers: Sequence[HandedIn], rules: Rules, book: Gradebook) -> None:
        self._answers = answers
        self._book = book
        self.drills = {answer.drill.slug: answer.drill for answer in answers}
        self._terms = {slug: rules.terms(drill) for slug, drill in self.drills.items()}
        for terms in self._terms.values():  # first of all: digests and points are made of it
            _require_grading(terms)
        digests = {slug: terms.digest for slug, terms in self._terms.items()}
        self._keys = {
            _place(answer): Key(*_place(answer), answer.digest, digests[answer.drill.slug])
            for answer in answers
        }
        self._verdicts: dict[tuple[str, str], Verdict] = {}

    @property
    def verdicts(self) -> list[tuple[str, Verdict]]:
        """Each learner with a verdict, in the order of the answers."""
        return [
            (learner, self._verdicts[learner, drill])
            for learner, drill in self._keys
            if (learner, drill) in self._verdicts
        ]

    def resume(self) -> int:
        """Take from the gradebook what it knows; returns how much that is."""
        known = self._book.known(self._keys.values())
        for place, key in self._keys.items():
            if key in known:
                self._verdicts[place] = known[key].verdict
                if self._kept(place) != known[key]:  # drill.toml counts points in another way now
                    self._book.keep(key, self._kept(place))
        return len(known)

    def mark(
        self, executor: Executor, progress: Callable[[int, int], None]
    ) -> tuple[Unmatched, ...]:
        """Check what has no verdict yet; returns what could not be checked."""
        total = len(self._answers)
        progress(len(self._verdicts), total)
        left = [answer for answer in self._answers if _place(answer) not in self._verdicts]
        jobs = sorted(_jobs(left, self._terms, executor), key=_size, reverse=True)
        died = self._done(jobs, executor, progress)
        # Once more, answer by answer: so it shows whose answer it was.
        alone = [Job(job.terms, (answer,)) for job in died for answer in job.answers]
        alone = [job for job in alone if _place(job.answers[0]) not in self._verdicts]
        lost = self._done(alone, executor, progress)
        return tuple(
            Unmatched("/".join(_place(answer)), f"could not be marked: {why}", answer.learner)
            for job, why in lost.items()
            for answer in job.answers
        )

    def _done(
        self, jobs: Sequence[Job], executor: Executor, progress: Callable[[int, int], None]
    ) -> dict[Job, str]:
        """Do jobs, and keep each result as it comes; returns why those that died did."""
        died: dict[Job, str] = {}
        if not jobs:
            return died
        with closing(executor.results(jobs)) as results:
            for job, said in results:
                if isinstance(said, Died):
                    died[job] = said.why
                    continue
                place = said.learner, job.terms.drill.slug
                self._verdicts[place] = said.verdict
                self._book.keep(self._keys[place], self._kept(place))
                progress(len(self._verdicts), len(self._answers))
        return died

    def _kept(self, place: tuple[str, str]) -> Kept:
        verdict = self._verdicts[place]
        return Kept(verdict, points_of(self.drills[verdict.drill], verdict))

    def marks(self, feedback: Callable[[Drill, Verdict], str]) -> Iterator[Mark]:
        """The mark of each answer that has a verdict."""
        for learner, verdict in self.verdicts:
            drill = self.drills[verdict.drill]
            points, max_points = points_of(drill, verdict)
            yield Mark(learner, verdict, points, max_points, feedback(drill, verdict))


def _require_grading(terms: Terms) -> None:
    """See that points can be counted, of marks that are there already as of new ones.

    Raises:
        DrillError: what the drill's `[grading]` says makes no sense.
    """
    files = [terms.drill.checks, *([terms.extra] if terms.extra else [])]
    checks = [each for file in files for each in declared(file)]
    for problem in problems_of_grading(terms.drill, checks):
        raise DrillError(f"{terms.drill.slug}: {problem}")


def _place(answer: HandedIn) -> tuple[str, str]:
    return answer.learner, answer.drill.slug


def _jobs(
    answers: Sequence[HandedIn], terms: Mapping[str, Terms], executor: Executor
) -> Iterator[Job]:
    largest = min(executor.largest, ceil(len(answers) / (executor.workers * _JOBS_EACH)) or 1)
    for slug, its in terms.items():
        of_drill = [answer for answer in answers if answer.drill.slug == slug]
        for some in batched(of_drill, largest):
            yield Job(its, some)


def _size(job: Job) -> int:
    """The deepest drills take longest."""
    return job.terms.drill.difficulty * len(job.answers)
