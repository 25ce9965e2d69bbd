"""Prove drills sound many times over: each answer must come out as it should, every time.

    python benchmarks/soundness.py [--rounds N] [--load] [NAME …]

Runs `drills verify` N times and counts, for each answer, how often it came out right.  With
`--load` two more processes keep every core busy meanwhile.  Then it prints where the time goes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from time import perf_counter

DRILLS = str(Path(sys.executable).with_name("drills"))


def _burn() -> None:
    while True:
        pass


def main() -> None:
    """Run the rounds and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="drills or tracks; all by default")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--load", action="store_true", help="keep all cores busy beside it")
    given = parser.parse_args()
    burners = [
        multiprocessing.Process(target=_burn, daemon=True)
        for _ in range((os.cpu_count() or 1) if given.load else 0)
    ]
    for burner in burners:
        burner.start()
    right: Counter[str] = Counter()
    wrong: dict[str, list[str]] = defaultdict(list)
    spent: dict[str, float] = defaultdict(float)
    walls = []
    for number in range(1, given.rounds + 1):
        started = perf_counter()
        ran = subprocess.run(
            [DRILLS, "verify", "--json", *given.names], capture_output=True, text=True, check=False
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
    whole = sum(count == given.rounds for count in right.values())
    print(
        f"\n{whole} of {len(right)} answers came out right {given.rounds} of {given.rounds} times"
    )
    for name, observed in wrong.items():
        print(f"  {right[name]} of {given.rounds}: {name}: {Counter(observed).most_common(2)}")
    print(
        f"a round takes {statistics.median(walls):.1f} s; seconds of checking per drill and round:"
    )
    for name, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"  {seconds / given.rounds:7.2f}  {name}")
    sys.exit(whole != len(right))


if __name__ == "__main__":
    main()
