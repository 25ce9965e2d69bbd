"""How long the drills of the first three tracks take, against what is promised.

    python benchmarks/tracks.py [--runs N]

For each drill the reference is checked in a parent that stays warm, as `drills watch` does it; the
median is compared with the limit, which is higher where checks kill or race processes.  Then the
three tracks are verified whole.  What takes longest is named for both.  Beside each time stands
that of the processors, which depends less on what else the machine does.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from runner.catalog import Catalog, course_root
from runner.checking import Checker, lanes, with_checker
from runner.model import Drill, Verdict

DRILLS = str(Path(sys.executable).with_name("drills"))
TRACKS = ("file_based", "sqlite_basics", "sqlite_transactions")
SECONDS = 3.0
SECONDS_OF_PROCESSES = 10.0
"""Where checks kill or race processes."""
VERIFY_SECONDS = 240.0
JOBS = 2


def main() -> None:
    """Measure and print; exit 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each reference (5)")
    runs = parser.parse_args().runs
    print(f"medians of {runs} runs, warm; load {os.getloadavg()[0]:.1f}\n", flush=True)
    kept = [_reference(drill, runs) for drill in Catalog(course_root()).select(TRACKS)]
    print(flush=True)
    kept.append(_whole())
    sys.exit(not all(kept))


def _reference(drill: Drill, runs: int) -> bool:
    """Print a drill's line; whether it keeps its limit."""
    limit = SECONDS_OF_PROCESSES if _needs_processes(drill) else SECONDS

    def work(checker: Checker) -> tuple[list[float], float, Verdict]:
        def once() -> Verdict:
            return checker.check(drill.file("solution"), lanes=lanes(), look="failure")

        verdict = once()
        before, walls = _processor_seconds(), []
        for _ in range(runs):
            started = perf_counter()
            verdict = once()
            walls.append(perf_counter() - started)
        return walls, (_processor_seconds() - before) / runs, verdict

    walls, processors, verdict = with_checker(drill, work)
    seconds = statistics.median(walls)
    slowest = max(verdict.checks, key=lambda check: check.duration_ms)
    kept = seconds < limit and verdict.passed
    print(
        f"{'ok  ' if kept else 'OVER'} {seconds:5.2f} s of {limit:g} "
        f"({processors:.2f} s of processors)  {drill.slug}: the longest is "
        f"{slowest.name}, {slowest.duration_ms / 1000:.2f} s",
        flush=True,
    )
    return kept


def _processor_seconds() -> float:
    """What this process and all its ended children have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _needs_processes(drill: Drill) -> bool:
    """Whether a check uses the fixture `crash` or `race`."""
    return any(
        {"crash", "race"} & {argument.arg for argument in node.args.args}
        for node in ast.parse(drill.checks.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    )


def _whole() -> bool:
    """Verify the tracks and print what it took; whether that keeps the limit."""
    started, before = perf_counter(), _processor_seconds()
    ran = subprocess.run(
        [DRILLS, "verify", "--json", "--jobs", str(JOBS), *TRACKS],
        capture_output=True,
        text=True,
        check=False,
    )
    seconds, processors = perf_counter() - started, _processor_seconds() - before
    if not ran.stdout:
        sys.exit(ran.stderr)
    drills = json.loads(ran.stdout)["drills"]
    spent = {
        drill["drill"]: sum(answer["duration_ms"] for answer in drill["answers"]) / 1000
        for drill in drills
    }
    answers = sum(len(drill["answers"]) for drill in drills)
    unsound = [drill["drill"] for drill in drills if not drill["sound"]]
    kept = seconds < VERIFY_SECONDS and not unsound
    print(
        f"{'ok  ' if kept else 'OVER'} {seconds:.0f} s of {VERIFY_SECONDS:g} "
        f"({processors:.0f} s of processors)  "
        f"{len(drills)} drills with {answers} answers verified in {JOBS} jobs; "
        f"not sound: {', '.join(unsound) or 'none'}; seconds of checking:"
    )
    for name, each in sorted(spent.items(), key=lambda pair: -pair[1])[:10]:
        print(f"  {each:6.1f}  {name}")
    return kept


if __name__ == "__main__":
    main()
