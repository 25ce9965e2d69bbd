"""How fast a class is marked, against one cold process per answer, in one run.

    python benchmarks/grading.py [--learners N] [--one-by-one N] [--rounds N] [--check50 PROGRAM]
                                 [--answers N]

The same right answers are marked by `drills verify --answers` in strict isolation, by one
`python -m pytest` per answer, and by check50 where it is installed: two at a time each, in turn,
in as many rounds as are asked for; of their ratios the median counts.  In the end one warm parent
marks some thousand answers, and its memory is looked at.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from speed import DRILLS, READY_MADE, ready_made

from runner.catalog import REPOSITORY, Catalog
from runner.checking import Checker, with_checker
from runner.model import Drill

COURSE = REPOSITORY / "tests" / "hostile" / "course"
SQLITE, POSTGRES = "01_stock", "02_accounts"
PYTEST = "pytest, one process per answer"
READY = "the same, which gets its databases ready-made"
JOBS = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one answer, in seconds."""

    wall: float
    processor: float


def main() -> None:
    """Measure each row, and say what it must be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--learners", type=int, default=100, metavar="N")
    parser.add_argument("--one-by-one", type=int, default=16, metavar="N", help="answers of others")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--check50", default=shutil.which("check50"), metavar="PROGRAM")
    parser.add_argument("--answers", type=int, default=5_000, metavar="N", help="of one parent")
    given = parser.parse_args()
    os.environ["DRILLS_COURSE"] = str(COURSE)
    with tempfile.TemporaryDirectory(prefix="drills-grading-") as made:
        folder = Path(made)
        folder.chmod(0o755)  # PostgreSQL runs as another user where we are root
        os.environ["DRILLS_HOME"] = str(folder / "home")
        for name in (SQLITE, POSTGRES):
            _compare(folder / name, Catalog(COURSE).drill(name), given)
        _memory(Catalog(COURSE).drill(SQLITE), given.answers)


def _compare(folder: Path, drill: Drill, given: argparse.Namespace) -> None:
    learners = given.learners
    text = drill.file("solution").read_text(encoding="utf-8")
    for number in range(learners):
        handed_in = folder / "class" / f"learner_{number:03}" / f"{drill.slug}.py"
        handed_in.parent.mkdir(parents=True)
        handed_in.write_text(f"{text}\n# handed in by {number}\n", encoding="utf-8")
    _marked(folder, drill, "strict", learners)  # makes the server's template, warms the caches
    ours: list[Cost] = []
    unguarded: list[Cost] = []
    others: dict[str, list[Cost]] = {PYTEST: []}
    program: str | None = given.check50 if drill.name == SQLITE else None
    if program is not None:
        others["check50"] = []
    if drill.name == POSTGRES:
        others[READY] = []
    for number in range(given.rounds):
        ours.append(_marked(folder, drill, "strict", learners))
        if drill.name == SQLITE:
            unguarded.append(_marked(folder, drill, "none", learners))
        beside = _beside(folder / f"pytest_{number}", drill)
        with _pytest(beside, drill) as one:
            others[PYTEST].append(_one_by_one(one, given.one_by_one))
        if drill.name == POSTGRES:
            with _pytest_ready(beside, drill, given.one_by_one) as one:
                others[READY].append(_one_by_one(one, given.one_by_one))
        if program is not None:
            one = functools.partial(_check50, folder / f"check50_{number}", drill, program)
            others["check50"].append(_one_by_one(one, given.one_by_one))
    for what, theirs in others.items():
        _row(drill, what, theirs, ours)
    if drill.name != SQLITE:
        return
    if given.check50 is None:
        print("     check50 is not installed: --check50 PROGRAM")
    more = median(a.wall / b.wall for a, b in zip(ours, unguarded, strict=True)) - 1
    print(f"{_mark(more < 0.4)} strict isolation costs {more:.0%} over none: under 40%")


def _row(drill: Drill, what: str, theirs: Sequence[Cost], ours: Sequence[Cost]) -> None:
    pairs = list(zip(theirs, ours, strict=True))
    times = median(other.wall / own.wall for other, own in pairs)
    share = median(own.processor / other.processor for other, own in pairs)
    least = 8 if drill.name == SQLITE else 5
    print(
        f"{_mark(times >= least)} {drill.name}: {1 / median(own.wall for own in ours):.1f} answers"
        f" a second, {times:.1f} × {what} (at least {least})"
    )
    if drill.name == SQLITE:
        print(f"{_mark(share <= 1 / 8)} … for {share:.3f} of its processor time (at most 0.125)")


def _mark(good: bool) -> str:
    return "ok  " if good else "OVER"


def _cost(work: Callable[[], object], answers: int) -> Cost:
    """What each answer takes: by the clock, and of the processors, children included."""
    before, began = _processor(), perf_counter()
    work()
    return Cost((perf_counter() - began) / answers, (_processor() - before) / answers)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _marked(folder: Path, drill: Drill, level: str, learners: int) -> Cost:
    """A class marked by `drills`, with nothing known from before."""
    work = tempfile.mkdtemp(dir=folder)
    command = [DRILLS, "--work", work, "verify", "--json", "--jobs", str(JOBS)]
    command += ["--isolation", level, "--drill", drill.name, "--answers", str(folder / "class")]
    said: list[bytes] = []
    cost = _cost(lambda: said.append(_run(command)), learners)
    passed = [mark["passed"] for mark in json.loads(said[0])["answers"]]
    if passed != [True] * learners:
        sys.exit(f"{passed.count(True)} of {learners} right answers to {drill.name} passed")
    return cost


def _run(command: list[str], **more: object) -> bytes:
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=False, **more)  # type: ignore[call-overload]
    if ran.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {ran.returncode}:\n{ran.stdout.decode()}")
    return ran.stdout


def _one_by_one(one: Callable[[int], object], answers: int) -> Cost:
    """A process per answer, two at a time."""
    with ThreadPoolExecutor(JOBS) as pool:
        return _cost(lambda: list(pool.map(one, range(answers))), answers)


def _beside(folder: Path, drill: Drill) -> Path:
    """A copy of the drill with the reference as the answer."""
    shutil.copytree(drill.path, folder)
    shutil.copyfile(drill.file("solution"), folder / "exercise.py")
    return folder


def _pytest_command(beside: Path) -> list[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return [*command, str(beside / "checks.py")]


@contextmanager
def _pytest(beside: Path, drill: Drill) -> Iterator[Callable[[int], object]]:
    """What marks one answer with a cold pytest; the server it may need is up."""
    with ready_made(drill, 1) if drill.name == POSTGRES else nullcontext():
        yield lambda _: _run(_pytest_command(beside))


@contextmanager
def _pytest_ready(beside: Path, drill: Drill, answers: int) -> Iterator[Callable[[int], object]]:
    """The same, with PostgreSQL databases that are made before the clock starts."""
    (beside / "conftest.py").write_text(READY_MADE)
    checks = drill.checks.read_text(encoding="utf-8").count("\ndef test_")
    with ready_made(drill, checks * answers) as text:
        ready = json.loads(text)

        def one(at: int) -> object:
            given = json.dumps(ready[checks * at : checks * (at + 1)])
            return _run(_pytest_command(beside), env=os.environ | {"READY_MADE": given})

        yield one


def _check50(folder: Path, drill: Drill, program: str, at: int) -> None:
    """One answer marked by check50, with the same checks and no network."""
    answer = folder / str(at)
    answer.mkdir(parents=True)
    shutil.copyfile(drill.file("solution"), answer / "exercise.py")
    checks = Path(__file__).with_name("check50_stock")
    command = [program, "--dev", "-o", "json", "--", str(checks)]
    said = _run(command, cwd=answer, stderr=subprocess.DEVNULL)
    results = json.loads(said)["results"]
    if [result["passed"] for result in results] != [True] * 5:
        sys.exit(f"check50: {results}")


def _memory(drill: Drill, answers: int) -> None:
    """One warm parent, many answers."""

    def work(checker: Checker) -> None:
        begun = 0
        for number in range(answers):
            if number == answers // 2:
                begun = _resident()
            if checker.check(drill.file("solution")).status != "passed":
                sys.exit(f"answer {number} did not pass")
        grown = (_resident() - begun) / 1024
        print(
            f"{_mark(grown < 1024)} after {answers:,} answers a parent has {begun >> 20} MB,"
            f" {grown:+.0f} kB since the first half: it does not grow (less than 1 MB)"
        )

    with_checker(drill, work, isolation="strict")


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
