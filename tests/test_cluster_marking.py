"""Marking on a Dask cluster: a scheduler and workers that are processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from runner import processes
from runner.catalog import REPOSITORY
from runner.classroom import cluster
from runner.classroom.marks import GRADEBOOK_URL
from runner.errors import SetupError
from tests.marked import wait_for_end_of

RIGHT = (REPOSITORY / "tests/course/basics/01_sum/solution.py").read_text()
WRONG = "def total(path, numbers):\n    return sum(numbers) if numbers else None\n"
ON_THE_SERVER = '''
from typing import Any

import pytest

from runner.api import Database


@pytest.mark.task(1)
def test_is_on_the_server(answer: Any, database: Database) -> None:
    """The answer says since when the server runs."""
    [(expected,)] = database.rows("SELECT pg_postmaster_start_time()")
    got = answer.since(database.dsn)
    assert got == expected, f"{got} is not {expected}: ask the server"
'''
ASKS = """
import psycopg2


def since(dsn):
    connection = psycopg2.connect(dsn)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_postmaster_start_time()")
        [(moment,)] = cursor.fetchall()
    connection.close()
    return moment
"""


@dataclass
class Dask:
    """A scheduler, and how to start a worker."""

    address: str
    worker: Callable[[Path], subprocess.Popen[bytes]]
    """Starts one with the course in a folder."""
    homes: list[Path]
    """The workers' own homes, in which their PostgreSQL servers live."""


@contextmanager
def _running(*words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)} | environment,
        stdin=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    """A scheduler on a free port of this machine; its workers end with the test."""
    file = tmp_path / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
    with ExitStack() as stack:
        command = ("distributed.cli.dask_scheduler", *options, "--scheduler-file", str(file))
        stack.enter_context(_running(*command))
        end = time.monotonic() + 60
        while not (file.exists() and file.read_text().strip()):
            assert time.monotonic() < end, "no scheduler came up"
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        homes: list[Path] = []

        def worker(course: Path) -> subprocess.Popen[bytes]:
            home = Path(tempfile.mkdtemp(prefix="drills worker "))
            home.chmod(0o711 if os.geteuid() == 0 else 0o700)
            homes.append(home)
            stack.callback(shutil.rmtree, home)
            command = ("distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", "1")
            return stack.enter_context(
                _running(
                    *command,
                    "--no-dashboard",
                    "--local-directory",
                    str(home / "dask"),
                    DRILLS_COURSE=str(course),
                    DRILLS_HOME=str(home),
                )
            )

        yield Dask(address, worker, homes)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The tiny course, with a drill on PostgreSQL beside the one on SQLite."""
    course = tmp_path / "course"
    shutil.copytree(
        REPOSITORY / "tests/course", course, ignore=shutil.ignore_patterns("__pycache__")
    )
    there = shutil.copytree(course / "basics/01_sum", course / "basics/02_since")
    (there / "checks.py").write_text(ON_THE_SERVER)
    text = (there / "drill.toml").read_text().partition("[hints]")[0]
    (there / "drill.toml").write_text(text.replace('"sqlite"', '"postgres"'))
    return course


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Twenty learners: every third answer is wrong, and each takes a little while."""
    folder = tmp_path / "answers"
    for number in range(20):
        place = folder / f"learner_{number:02}/basics"
        place.mkdir(parents=True)
        slow = "import time\ntime.sleep(0.2)\n"
        place.joinpath("01_sum.py").write_text(slow + (WRONG if number % 3 == 0 else RIGHT))
        if number < 4:
            place.joinpath("02_since.py").write_text(ASKS)
    return folder


@contextmanager
def _marking(
    course: Path, answers: Path, work: Path, *options: str
) -> Iterator[subprocess.Popen[str]]:
    words = ["verify", "--answers", str(answers), "--isolation", "none", "--json", *options]
    environment = {"DRILLS_COURSE": str(course), "DRILLS_WORK": str(work)}
    environment["PYTHONPATH"] = str(REPOSITORY)
    process = subprocess.Popen(
        [sys.executable, "-m", "runner.cli", *words],
        env={name: its for name, its in os.environ.items() if name != GRADEBOOK_URL} | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _marks(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    out, errors = process.communicate(timeout=200)
    assert process.returncode == 1, errors
    return [
        {
            "checks": [(check["name"], check["status"], check["message"]) for check in a["checks"]],
            **{name: a[name] for name in ("learner", "drill", "status", "points", "max_points")},
            "feedback": a["feedback"],
        }
        for a in json.loads(out)["answers"]
    ]


def test_a_cluster_marks_as_this_machine_does(
    dask: Dask, course: Path, answers: Path, tmp_path: Path
) -> None:
    """Two workers, one killed in the middle: the same marks in the same order, nothing lost."""
    with _marking(course, answers, tmp_path / "here") as here:
        expected = _marks(here)
    first, second = (dask.worker(Path(shutil.copytree(course, tmp_path / n))) for n in "ab")
    with _marking(course, answers, tmp_path / "there", "--cluster", dask.address) as there:
        killed = _kill_one_at_work(first, second)
        got = _marks(there)
    assert got == expected
    assert len(got) == 24
    assert {mark["status"] for mark in got if mark["drill"] == "basics/02_since"} == {"passed"}
    assert any([*home.glob("postgres-*-fast/cluster/data")] for home in dask.homes)
    wait_for_end_of(killed)


def _kill_one_at_work(*workers: subprocess.Popen[bytes]) -> list[int]:
    """Kill a worker that marks something; returns what ran below it."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for worker in workers:
            if len(below := processes.tree(worker.pid)) > 1:
                worker.send_signal(signal.SIGKILL)
                return below
        time.sleep(0.01)
    raise AssertionError("no worker marked anything")


def test_a_worker_with_other_drills_is_refused(
    dask: Dask, course: Path, answers: Path, tmp_path: Path
) -> None:
    """It marks nothing, and says in one line which drill differs."""
    other = Path(shutil.copytree(course, tmp_path / "other"))
    checks = other / "basics/01_sum/checks.py"
    checks.write_text(checks.read_text() + "\n# more lenient\n")
    dask.worker(other)
    options = ("--cluster", dask.address, "--drill", "01_sum")
    with _marking(course, answers, tmp_path / "work", *options) as marking:
        out, errors = marking.communicate(timeout=200)
    assert (marking.returncode, out) == (3, "")
    line, mend = errors.splitlines()[-2:]
    assert "has another version of basics/01_sum than this machine: its digest is" in line
    assert "same version of the drills" in mend
    shutil.rmtree(other / "basics/01_sum")
    with _marking(course, answers, tmp_path / "work", *options) as marking:
        out, errors = marking.communicate(timeout=200)
    assert marking.returncode == 3
    assert "has no drill basics/01_sum" in errors


def test_an_answer_that_kills_its_process(
    dask: Dask, course: Path, answers: Path, tmp_path: Path
) -> None:
    """It is named as not marked, as on this machine; the others have their marks."""
    kills = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n"
    (answers / "learner_03/basics/01_sum.py").write_text(kills)
    dask.worker(course)
    options = ("--cluster", dask.address, "--drill", "01_sum")
    with _marking(course, answers, tmp_path / "work", *options) as marking:
        out, errors = marking.communicate(timeout=200)
    assert marking.returncode == 3, errors
    found = json.loads(out)
    assert len(found["answers"]) == 19
    [lost] = found["unmatched"]
    assert lost["path"] == "learner_03/basics/01_sum"
    assert lost["why"].startswith("could not be marked: the process that checked it ended early")


def test_a_cluster_without_workers_is_told(dask: Dask, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while, with how to start one."""
    monkeypatch.setattr(cluster, "_WORKER_SECONDS", 1)
    with pytest.raises(SetupError, match="has no workers") as caught:
        cluster.Cluster(dask.address)
    assert f"dask worker {dask.address}" in caught.value.mend


# Not in this process: a Dask client that finds nobody leaves a thread, and tests fork.
@pytest.mark.parametrize(
    ("address", "code", "says"),
    [
        ("tcp://127.0.0.1:1", 3, "no Dask scheduler answers at tcp://127.0.0.1:1"),
        ("nonsense://here", 2, "--cluster names no scheduler"),
    ],
)
def test_no_cluster_is_told(
    address: str, code: int, says: str, course: Path, answers: Path, tmp_path: Path
) -> None:
    """No scheduler and no address each get two lines: what is wrong, and what to do."""
    with _marking(course, answers, tmp_path / "work", "--cluster", address) as marking:
        out, errors = marking.communicate(timeout=60)
    assert (marking.returncode, out) == (code, "")
    line, mend = errors.splitlines()
    assert says in line
    assert "tcp://host:8786" in mend or "dask scheduler" in mend
