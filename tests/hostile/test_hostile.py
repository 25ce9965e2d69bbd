"""No hostile answer gets a mark that it has not earned, or harms anything but itself.

Each file in `answers/` says in its docstring what it tries, and in `STATUS`, `POINTS` and `SAYS`
what must come of it.  They are marked under strict isolation, from one warm parent, as grading
does; a right answer right after each must not notice.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import click
import psycopg2
import pytest

from runner import isolation
from runner.catalog import Catalog
from runner.databases.cluster import Cluster
from runner.isolation.privileges import is_root, user_of
from runner.render.console import Marks
from runner.render.terminal import report
from runner.stored import verdict_from_json
from tests.hostile.world import ANSWERS, POSTGRES, SQLITE, Claim, World, drill_of, running_as

LACKING = [part.name for part in isolation.parts() if not part.works]
MARGIN_SECONDS = 4.0
"""On top of a drill's limits: to start children, and to end them, on a busy machine."""
CHECKS = {
    SQLITE: [
        "added_products_are_saved",
        "names_come_in_order",
        "value_is_summed",
        "taking_lowers_the_stock",
        "taking_too_much_is_refused",
    ],
    POSTGRES: ["transfer_moves_the_money", "transfer_refuses_an_overdraft", "total_is_summed"],
}

pytestmark = pytest.mark.skipif(bool(LACKING), reason=f"strict isolation lacks {LACKING}")


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Everything that answers are after, with a PostgreSQL server of its own."""
    folder = Path(tempfile.mkdtemp(prefix="drills-test-"))
    folder.chmod(0o711)
    home = folder / "home"
    home.mkdir()
    home.chmod(0o711)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRILLS_HOME", str(home))
        patch.setenv("HOME", str(folder / "outside"))
        patch.delenv("DRILLS_POSTGRES_URL", raising=False)
        world = World(folder)
        yield world
        world.end()
        Cluster(home).stop()
    shutil.rmtree(folder)


@pytest.mark.parametrize("file", ANSWERS, ids=lambda file: file.stem)
def test_hostile_answer(file: Path, world: World) -> None:
    """It gets what its own file says, and what comes after it is unharmed."""
    claim = Claim.of(file)
    verdict = _marked(world, drill_of(file), world.hand_in(file))
    assert verdict["status"] in claim.statuses, verdict["message"]
    assert verdict["points"] == claim.points
    assert claim.says in "\n".join(_said(verdict))


def _marked(world: World, drill: str, answer: Path) -> dict[str, Any]:
    """Mark an answer and a right one after it; the verdict on the first."""
    grader = world.grader(drill)
    beside = Path("/dev/shm", f"drills-answer-{grader.process.pid}-of-another")
    beside.mkdir()
    try:
        verdict = grader.mark(answer)
        assert "error" not in verdict, verdict
        assert grader.is_well()
        honest = grader.mark(world.honest[drill])
        assert honest.get("status") == "passed", _said(honest)
        assert world.harm() == []
        assert beside.is_dir()
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    if is_root():
        assert running_as(user_of(grader.process.pid)) == []
    assert grader.left() == []
    assert [check["name"] for check in verdict["checks"]] == CHECKS[drill]
    assert not [said for said in _said(verdict) if "GOT THROUGH" in said]
    limits = Catalog(world.course).drill(drill).limits
    assert verdict["duration_ms"] < (limits.total_seconds + MARGIN_SECONDS) * 1000
    _is_harmless_to_read(verdict)
    return verdict


def _said(verdict: dict[str, Any]) -> list[str]:
    checks = verdict.get("checks", ())
    return [
        verdict.get("error", ""),
        verdict.get("message", ""),
        *(check[part] for check in checks for part in ("message", "output")),
    ]


def _is_harmless_to_read(verdict: dict[str, Any]) -> None:
    """A report of it can be written as UTF-8 and does nothing to a terminal."""
    plain = {key: value for key, value in verdict.items() if key != "points"}
    text = click.unstyle(report(verdict_from_json(plain), marks=Marks(), width=100))
    text.encode()
    odd = {each for each in text if not each.isprintable() and each not in "\n\t"}
    assert odd == set()


def test_right_answers_earn_full_marks(world: World) -> None:
    """The isolation is no hindrance to who does what is asked."""
    for drill, checks in CHECKS.items():
        verdict = _marked(world, drill, world.honest[drill])
        assert (verdict["status"], verdict["points"]) == ("passed", len(checks))


def _file(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


MADE: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (_file(b""), "error"),
    "bad_bytes": (_file(b"x = '\xff\xfe'\n"), "import_error"),
    "null_bytes": (_file(b"def add(*_):\n    return 1\n\0\0\0"), "import_error"),
    "unknown_encoding": (_file(b"# -*- coding: hostile -*-\n"), "import_error"),
    "other_encoding": (_file(b"# coding: utf-7\n+AHAAcgBpAG4AdA-(1)\n"), "error"),
    "deep_source": (_file(b"x = " + b"(" * 100_000 + b")" * 100_000), "import_error"),
    "long_source": (_file(b"#" * 50_000_000), "error"),
    "big_constant": (_file(b"x = [" + b"1," * 3_000_000 + b"]"), "import_error timeout memory"),
    "bad_syntax": (_file(b"def add(:\n"), "import_error"),
    "bad_link": (lambda path: path.symlink_to("/nowhere"), ""),
    "link_to_a_device": (lambda path: path.symlink_to("/dev/zero"), ""),
    "link_to_itself": (lambda path: path.symlink_to(path), ""),
    "folder": (lambda path: path.mkdir(), ""),
    "fifo": (os.mkfifo, ""),
}
"""Answers that cannot be kept as files: how to make each, and its status, none if it is refused."""


@pytest.mark.parametrize("name", MADE)
def test_faulty_file(name: str, world: World) -> None:
    """What is no readable answer gets a name of its own, and ends nothing but itself."""
    make, statuses = MADE[name]
    answer = world.folder / "made" / f"{name}.py"
    answer.parent.mkdir(exist_ok=True)
    make(answer)
    if statuses:
        verdict = _marked(world, SQLITE, answer)
        assert verdict["status"] in statuses.split()
        assert verdict["points"] == 0
    else:
        grader = world.grader(SQLITE)
        refused = grader.mark(answer)
        assert "an answer to 01_stock is a file" in refused.get("error", ""), refused
        assert grader.mark(world.honest[SQLITE])["status"] == "passed"


def test_no_database_is_left(world: World) -> None:
    """A run that has ended leaves no database and no role, whatever was done to them."""
    grader = world.grader(POSTGRES)
    for file in ANSWERS:
        if drill_of(file) == POSTGRES and ("drops" in file.stem or "closes" in file.stem):
            grader.mark(world.hand_in(file))
    with Cluster(world.folder / "home").using() as server:
        grader.end()
        end = monotonic() + 10
        while _databases(server.dsn) and monotonic() < end:
            sleep(0.1)  # the supply drops them after its parent has ended
        assert _databases(server.dsn) == []


def _databases(dsn: str) -> list[tuple[str]]:
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname ~ '^drills_[0-9a-f]{8}_'"
            " UNION SELECT rolname FROM pg_roles WHERE rolname ~ '^drills_[0-9a-f]{8}_'"
        )
        return cursor.fetchall()


def test_corpus_is_large_and_every_answer_says_what_it_tries() -> None:
    """A file without a docstring, a status or points is a mistake of ours."""
    assert len(ANSWERS) >= 70
    for file in ANSWERS:
        Claim.of(file)
        assert file.read_text(encoding="utf-8").startswith('"""'), file
