"""Mark a class whose marks are known, stop the grader on the way, and compare.

    python benchmarks/classroom.py [--learners N] [--kills N] [--cluster] [--keep DIR]

Every learner hands in one answer to each of ten drills: the drill's own right and wrong ones, with
hostile ones strewn in.  What `drills verify --answers` gives must be what each answer is known
for.  A second run is killed (SIGKILL) several times and continued; with `--cluster` a third one
does the same on a Dask cluster of two workers.  All runs must give equal marks.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from runner.catalog import REPOSITORY, Catalog
from runner.course.anatomy import read_wrong, shipped
from runner.model import Drill

DRILLS = (
    "file_based/03_json_serialization",
    "file_based/04_json_deserialization",
    "file_based/09_versioned_payloads",
    "sqlite_basics/02_basic_crud",
    "sqlite_basics/03_strict_schema",
    "sqlite_basics/07_validation",
    "sqlite_basics/09_joins_categories",
    "sqlite_transactions/01_basic_transaction",
    "drills/01_orm_pydantic/05_relationships_and_cascades",
    "level_up/02_model_boundary_enforcement",
)
HOSTILE = (
    "os_exit_at_import", "os_exit_in_a_check", "patches_builtins", "patches_pytest_functions",
    "equals_everything", "forges_records", "frames_getframe", "garbage_objects", "fork_bomb",
    "loops_at_import", "output_bomb", "imports_the_checks", "kills_the_parent", "deep_recursion",
)  # fmt: skip
"""Answers of `tests/hostile` that fit every drill, and end the same way every time."""
_EVERY = 9
"""One answer in so many is hostile."""
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Known:
    """An answer, and what its mark must be."""

    source: str
    kind: str
    fails: str = ""
    says: str = ""

    def is_right(self, mark: dict[str, Any]) -> bool:
        """Whether this mark is the one that the answer deserves."""
        if self.kind == "right":
            return bool(mark["passed"]) and mark["points"] == mark["max_points"]
        if mark["passed"] or mark["points"] >= mark["max_points"]:
            return False
        if self.kind == "hostile":
            return True
        first = next(check for check in mark["checks"] if check["status"] != "passed")
        return first["name"].partition("[")[0] == self.fails and self.says in first["message"]


def main() -> None:
    """Make the class, mark it in each way, and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--learners", type=int, default=100, metavar="N")
    parser.add_argument("--kills", type=int, default=3, metavar="N")
    parser.add_argument("--cluster", action="store_true", help="on a Dask cluster too")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the class and a page there")
    given = parser.parse_args()
    drills = [Catalog(REPOSITORY).drill(name) for name in DRILLS]
    with tempfile.TemporaryDirectory(prefix="drills-class-") as made:
        folder = given.keep or Path(made)
        known = dict(_hand_in(folder / "class", drills, given.learners))
        page = ("--report", str(folder / "class.html")) if given.keep else ()
        began = perf_counter()
        whole = _marks(folder, "whole", *page)
        took = perf_counter() - began
        wrong = [place for place, answer in known.items() if not answer.is_right(whole[place])]
        print(f"{len(known)} answers marked in {took:.0f} s, {len(known) / took:.1f} a second")
        print(f"{len(known) - len(wrong)} of {len(known)} marks are those that they must be")
        for place in wrong[:20]:
            mark = whole[place]
            print(f"  {' '.join(place)}: {known[place]!r:.200}: {mark['status']} {mark['points']}")
        alike = _killed(folder, "local", given.kills, took) == _judged(whole)
        print(f"killed {given.kills} times: {'the same marks' if alike else 'OTHER MARKS'}")
        if given.cluster:
            with _cluster() as address:
                options = ("--cluster", address)
                same = _killed(folder, "cluster", given.kills, took, *options) == _judged(whole)
            print(f"cluster, killed {given.kills} times: {'the same' if same else 'OTHER MARKS'}")
            alike = alike and same
    sys.exit(bool(wrong) or not alike)


def _hand_in(folder: Path, drills: list[Drill], learners: int) -> Iterator[tuple[Any, Known]]:
    """Write the class; yields each learner and drill with what is known of the answer."""
    hostile = REPOSITORY / "tests" / "hostile" / "answers"
    pools = {drill.slug: list(_answers(drill)) for drill in drills}
    count = 0
    for number in range(1, learners + 1):
        learner = f"learner_{number:03}"
        for place, drill in enumerate(drills):
            count += 1
            if count % _EVERY == 0:
                name = HOSTILE[count // _EVERY % len(HOSTILE)]
                text = (hostile / f"{name}.py").read_text(encoding="utf-8")
                known = Known(name, "hostile")
            else:
                pool = pools[drill.slug]
                known, text = pool[(number * 7 + place) % len(pool)]
            file = folder / learner / f"{drill.slug}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            yield (learner, drill.slug), known


def _answers(drill: Drill) -> Iterator[tuple[Known, str]]:
    """The drill's own answers, each as a file that needs no other."""
    solution = drill.file("solution").read_text(encoding="utf-8")
    yield Known("solution", "right"), solution
    for path in shipped(drill, "right"):
        yield Known(path.stem, "right"), _alone(path.read_text(encoding="utf-8"), solution)
    for path in shipped(drill, "wrong"):
        wrong = read_wrong(path)
        text = _alone(path.read_text(encoding="utf-8"), solution)
        yield Known(path.stem, "wrong", wrong.fails, wrong.says), text


def _alone(text: str, solution: str) -> str:
    """An answer that brings the solution along, which it would find beside it as a shipped one."""
    after = 0
    for node in ast.parse(text).body:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_docstring and getattr(node, "module", "") != "__future__":
            break
        after = node.end_lineno or 0
    lines = text.splitlines(keepends=True)
    brought = (
        "\nimport sys, types\n"
        'sys.modules["solution"] = types.ModuleType("solution")\n'
        f'exec({solution!r}, sys.modules["solution"].__dict__)\n'
    )
    return "".join([*lines[:after], brought, *lines[after:]])


def _command(folder: Path, name: str, *options: str) -> tuple[list[str], dict[str, str]]:
    program = str(Path(sys.executable).with_name("drills"))
    command = [program, "--work", str(folder / f"work_{name}"), "verify", "--json", *options]
    for drill in DRILLS:
        command += ["--drill", drill]
    return [*command, "--answers", str(folder / "class")], os.environ | {"NO_COLOR": "1"}


def _marks(folder: Path, name: str, *options: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Mark the class; each learner and drill with the mark."""
    command, environment = _command(folder, name, *options)
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
    if not done.stdout:
        sys.exit(f"drills verify failed with {done.returncode}")
    answers = json.loads(done.stdout)["answers"]
    return {(mark["learner"], mark["drill"]): mark for mark in answers}


def _killed(folder: Path, name: str, kills: int, took: float, *options: str) -> dict[Any, Any]:
    """Mark the class, killed on the way some times; what each mark says."""
    for _ in range(kills):
        command, environment = _command(folder, name, *options)
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        sleep(took / (kills + 2))
        process.send_signal(signal.SIGKILL)
        process.wait()
    return _judged(_marks(folder, name, *options))


def _judged(marks: dict[tuple[str, str], dict[str, Any]]) -> dict[Any, Any]:
    """What must be equal whenever the same answers are marked.

    Not each check: one hostile answer ends its process at some moment, whichever check runs then.
    """
    return {place: (mark["status"], mark["points"]) for place, mark in marks.items()}


@contextmanager
def _cluster() -> Iterator[str]:
    """A Dask scheduler and two workers; yields the scheduler's address."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="drills-dask-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        told = folder / "scheduler.json"

        def start(program: str, *options: str) -> None:
            command = [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard"]
            process = subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL, cwd=folder)
            stack.callback(process.wait)
            stack.callback(process.terminate)

        start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told))
        while not told.exists():
            sleep(0.1)
        address = json.loads(told.read_text(encoding="utf-8"))["address"]
        for _ in range(_WORKERS):
            start("dask_worker", address, "--nthreads", "1")
        yield address


if __name__ == "__main__":
    main()
