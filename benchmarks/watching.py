"""How fast `drills watch` tells, what it costs while nothing happens, how big a page gets.

    python benchmarks/watching.py [--runs N]

From the moment a file is saved to the verdict, against a cold `python -m pytest -q` on the same
checks, in turn, in one run; the processor time of an idle watcher; the page of a run with 10,000
statements.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, sleep

from speed import DRILLS, Bench, row

from runner import processes
from runner.checking import Checker, with_checker
from runner.execution.bench import Look
from runner.learner.traces import Trace
from runner.model import CheckResult, Statement, Verdict
from runner.render.page import page

NAMES = (
    ("01_six_checks_sqlite", 1 / 10),
    ("02_basic_crud", 1 / 10),
    ("02_six_checks_postgres", 1 / 8),
)
IDLE_SECONDS = 5
STATEMENTS = 10_000


class Watcher:
    """A watcher without a terminal, on a drill whose answer is right."""

    def __init__(self, bench: Bench, name: str) -> None:
        drill, env = bench.drill(name)
        bench.answer(drill)
        self._answer = bench.scratch / "work" / drill.track.slug / f"{drill.name}.py"
        self._text = self._answer.read_text(encoding="utf-8")
        self._saves = 0
        self.process = subprocess.Popen(
            [DRILLS, "watch", name],
            env=bench.env | env | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        self._until_it_tells()

    def saved(self) -> float:
        """Seconds from a save to its verdict."""
        self._saves += 1
        started = perf_counter()
        self._answer.write_text(f"{self._text}# {self._saves}\n", encoding="utf-8")
        self._until_it_tells()
        return perf_counter() - started

    def idle_share(self) -> float:
        """The share of one processor that it takes while nothing is saved."""
        before = self._cpu_seconds()
        sleep(IDLE_SECONDS)
        return (self._cpu_seconds() - before) / IDLE_SECONDS

    def end(self) -> None:
        """Stop it."""
        with self.process:
            self.process.terminate()

    def _until_it_tells(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if b"checks passed" in line:
                return

    def _cpu_seconds(self) -> float:
        user, system = processes.fields_of(self.process.pid)[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def recording(bench: Bench) -> None:
    """Print what a run of a failing answer pays for tables and plans that a view may want."""
    drill, _ = bench.drill("02_basic_crud")
    stub = drill.file("exercise")

    def work(checker: Checker) -> tuple[float, float]:
        def took(look: Look) -> float:
            started = perf_counter()
            checker.check(stub, look=look)
            return perf_counter() - started

        with_look, without = bench.median_of(lambda: took("failure"), lambda: took("never"))
        return with_look, without

    with_look, without = with_checker(drill, work)
    run = bench.wall(DRILLS, "run", drill.name, "--answer", str(stub), ok=(1,))
    row("what the views need / a run that fails", with_look - without, run, 0.03)


def page_of_many(bench: Bench) -> None:
    """Print the size of the page of a run with 10,000 statements, and the time to make it."""
    each = 200  # as many as are kept of a check
    statement = Statement("SELECT id, name FROM products WHERE id = 17", "(17,)", 1, 0.2, "a.py:31")
    checks = tuple(
        CheckResult(
            f"check_{number}", "A title", 1, "failed" if number == 3 else "passed", sql_count=each,
            sql=tuple(
                Statement(f"{statement.sql} AND x = 'y{n}' AND z{n} > 1", "(17,)", 1, 0.2, "a.py:1")
                for n in range(each)
            ),
        )
        for number in range(STATEMENTS // each)
    )  # fmt: skip
    drill, _ = bench.drill("02_basic_crud")
    started = perf_counter()
    text = page(drill, Trace(Verdict(drill.slug, "a.py", "failed", checks), datetime.now(UTC)))
    made = perf_counter() - started
    size = len(text.encode()) / 1e6
    mark = "ok  " if size < 2 else "OVER"
    print(
        f"{mark} page of {STATEMENTS} statements: {size:.2f} MB (at most 2), made in {made:.2f} s"
    )
    if chromium := shutil.which("chromium"):
        file = bench.scratch / "page.html"
        empty = bench.scratch / "empty.html"
        file.write_text(text, encoding="utf-8")
        empty.write_text("<!DOCTYPE html><title>x</title>", encoding="utf-8")
        profile = bench.scratch / "browser"
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
                 "--disable-background-networking", f"--user-data-dir={profile}"]  # fmt: skip
        shown, bare = bench.median_of(
            lambda: bench.wall(chromium, *flags, file.as_uri()),
            lambda: bench.wall(chromium, *flags, empty.as_uri()),
        )
        mark = "ok  " if shown - bare < 1 else "OVER"
        print(f"{mark} it opens {shown - bare:.2f} s after an empty page would (at most 1)")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o755)
        bench = Bench(Path(scratch), runs)
        print(f"medians of {runs} runs, in turn; load {os.getloadavg()[0]:.1f}\n")
        for name, limit in NAMES:
            drill, _ = bench.drill(name)
            folder = bench.anchor_folder(drill)
            watcher = Watcher(bench, name)
            try:
                saved, anchor = bench.median_of(
                    watcher.saved, lambda folder=folder: bench.anchor(folder)
                )
                row(f"{name}: save to verdict / anchor", saved, anchor, limit)
                shares = [watcher.idle_share() for _ in range(3)]
                share = statistics.median(shares)
                print(f"{'ok  ' if share < 0.01 else 'OVER'} idle: {share:.2%} of a processor")
            finally:
                watcher.end()
        recording(bench)
        page_of_many(bench)


if __name__ == "__main__":
    main()
