"""Prove drills sound many times over: each answer must come out as it should, every time.

    python benchmarks/soundness.py [--rounds N | --races N [--check PART]] [--load] [NAME …]

Runs `drills verify` N times and counts, for each answer, how often it came out right; then it
prints where the time goes.  With `--races` only the checks run in which sessions meet (those that
use the fixture `race` or `schedule`), each by itself, in two workers that stay warm: every right
answer must pass them, and every wrong answer that fails at one of them must fail there, with its
SAYS; `--check` takes only those whose name has this part.  With `--load` as many processes as
there are cores keep them busy meanwhile.
"""

from __future__ import annotations

import argparse
import ast
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from runner.catalog import Catalog, course_root
from runner.checking import Checker, with_checker
from runner.course.anatomy import read_wrong, shipped
from runner.model import Drill

DRILLS = str(Path(sys.executable).with_name("drills"))
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Meeting:
    """One check of one answer, and what must come of it."""

    answer: Path
    check: str
    says: str | None
    """Part of the message with which it must fail; None: it must pass."""


def main() -> None:
    """Run the rounds and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", metavar="NAME", help="drills or tracks; all by default")
    times = parser.add_mutually_exclusive_group()
    times.add_argument("--rounds", type=int, default=20, metavar="N", help="verify N times (20)")
    times.add_argument("--races", type=int, metavar="N", help="only checks that race, N times each")
    parser.add_argument("--check", default="", metavar="PART", help="races: only these checks")
    parser.add_argument("--load", action="store_true", help="keep all cores busy beside it")
    given = parser.parse_args()
    with _load(os.cpu_count() or 1 if given.load else 0):
        if given.races is None:
            sound = _verify(given.names, given.rounds)
        else:
            sound = _race(given.names, given.races, given.check)
    sys.exit(not sound)


@contextmanager
def _load(processes: int) -> Iterator[None]:
    burners = [multiprocessing.Process(target=_burn, daemon=True) for _ in range(processes)]
    for burner in burners:
        burner.start()
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()


def _burn() -> None:
    while True:
        pass


def _verify(names: Sequence[str], rounds: int) -> bool:
    right: Counter[str] = Counter()
    wrong: dict[str, list[str]] = defaultdict(list)
    spent: dict[str, float] = defaultdict(float)
    walls = []
    for number in range(1, rounds + 1):
        started = perf_counter()
        ran = subprocess.run(
            [DRILLS, "verify", "--json", *names], capture_output=True, text=True, check=False
        )
        walls.append(perf_counter() - started)
        if not ran.stdout:
            sys.exit(ran.stderr)
        for drill in json.loads(ran.stdout)["drills"]:
            for answer in drill["answers"]:
                name = f"{drill['drill']}/{answer['answer']}"
                right[name] += answer["ok"]
                spent[drill["drill"]] += answer["duration_ms"] / 1000
                if not answer["ok"]:
                    wrong[name].append(answer["observed"])
                    print(f"  {name}: {answer['observed']}", flush=True)
        print(f"round {number}: {walls[-1]:.1f} s, {len(wrong)} answers unsound", flush=True)
    whole = sum(count == rounds for count in right.values())
    print(f"\n{whole} of {len(right)} answers came out right {rounds} of {rounds} times")
    for name, observed in wrong.items():
        print(f"  {right[name]} of {rounds}: {name}: {Counter(observed).most_common(2)}")
    print(
        f"a round takes {statistics.median(walls):.1f} s; seconds of checking per drill and round:"
    )
    for name, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"  {seconds / rounds:7.2f}  {name}")
    return whole == len(right)


def _race(names: Sequence[str], rounds: int, part: str) -> bool:
    catalog = Catalog(course_root())
    context = multiprocessing.get_context("fork")
    shares = [len(range(worker, rounds, WORKERS)) for worker in range(WORKERS)]
    sound = True
    for drill in catalog.select(tuple(names)):
        started = perf_counter()
        with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
            counts = list(pool.map(_share, [drill] * WORKERS, shares, [part] * WORKERS))
        came_out = sum(counts, Counter[Meeting]())
        wrong = [meeting for meeting in came_out if meeting.says is not None]
        bad = {meeting: count for meeting, count in came_out.items() if count != rounds}
        print(
            f"{drill.slug}: {len({meeting.check for meeting in came_out})} checks that race, "
            f"{len(came_out) - len(wrong)} times a right answer, {len(wrong)} a wrong one, "
            f"each {rounds} times: {sum(came_out.values())} of {len(came_out) * rounds} came out "
            f"as they should, in {perf_counter() - started:.0f} s",
            flush=True,
        )
        for meeting, count in bad.items():
            print(f"  {count} of {rounds}: {meeting.answer.name} at {meeting.check}")
        sound = sound and not bad
    return sound


def _share(drill: Drill, rounds: int, part: str) -> Counter[Meeting]:
    """How often each meeting came out as it should, in one worker's share of the rounds."""

    def work(checker: Checker) -> Counter[Meeting]:
        meetings = list(_meetings(checker, part))
        came_out = Counter(dict.fromkeys(meetings, 0))
        for number in range(1, rounds + 1):
            for meeting in meetings:
                came_out[meeting] += _comes_out(checker, meeting)
            if number % 10 == 0:
                print(f"  {number} of {rounds} rounds of this worker", file=sys.stderr, flush=True)
        return came_out

    return with_checker(drill, work)


def _meetings(checker: Checker, part: str) -> Iterator[Meeting]:
    """Each racing check with each answer about which it must decide."""
    drill = checker.drill
    racing = [check for check in _racing(drill) if part in check]
    for answer in (drill.file("solution"), *shipped(drill, "right")):
        for check in racing:
            yield Meeting(answer, check, None)
    for answer in shipped(drill, "wrong"):
        wrong = read_wrong(answer)
        if wrong.fails in racing:
            yield Meeting(answer, wrong.fails, wrong.says)


def _racing(drill: Drill) -> list[str]:
    """The checks that use the fixture `race` or `schedule`."""
    return [
        node.name.removeprefix("test_")
        for node in ast.parse(drill.checks.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and {"race", "schedule"} & {argument.arg for argument in node.args.args}
    ]


def _comes_out(checker: Checker, meeting: Meeting) -> bool:
    verdict = checker.check(meeting.answer, only=meeting.check)
    failure = verdict.first_failure
    if meeting.says is None:
        right = verdict.passed
    else:
        right = failure is not None and meeting.says in failure.message
    if not right:
        seen = f"{failure.status}: {failure.message}" if failure else "passed"
        print(f"  {meeting.answer.name} at {meeting.check}: {seen}", flush=True)
    return right


if __name__ == "__main__":
    main()
