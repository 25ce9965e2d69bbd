"""Work is killed at each step, and careless work is caught at some."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from runner.instruments.callsite import CallSites
from runner.instruments.crash import Crash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from runner.databases.database import Database
    from runner.instruments.sqllog import SqlLog

crash = Crash(CallSites(lambda: Path(__file__).parent))

OLD, NEW = "old" * 5000, "new" * 20_000


@pytest.fixture(autouse=True)
def hooks() -> Iterator[None]:
    """Put the file hooks in place, and take them away for other tests."""
    import builtins
    import io

    originals = {name: getattr(os, name) for name in dir(os)}
    opens = builtins.open, io.open
    Crash.install_file_hooks()
    yield
    builtins.open, io.open = opens
    for name, original in originals.items():
        setattr(os, name, original)


def _in_place(path: Path) -> None:
    path.write_text(NEW)


def _by_replace(path: Path) -> None:
    # Bound as an answer binds them that was loaded after the hooks.
    from os import fsync, replace

    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
        file.write(NEW)
        file.flush()
        fsync(file.fileno())
    replace(file.name, path)  # noqa: PTH105
    folder = os.open(path.parent, os.O_RDONLY)
    fsync(folder)
    os.close(folder)


def _left_after_each_crash(work: Callable[[Path], object], path: Path) -> dict[str, str]:
    left = {}
    path.write_text(OLD)
    for point in crash.points(lambda: work(path)):
        path.write_text(OLD)
        crash.at(point, lambda: work(path))
        left[str(point)] = path.read_text()
    return left


def test_catches_a_write_in_place(tmp_path: Path) -> None:
    """Killed after the opening, an in-place write leaves an empty file."""
    left = _left_after_each_crash(_in_place, tmp_path / "s.json")
    assert left["before step 2, write of s.json"] == ""
    assert list(left.values())[-1] == NEW


def test_catches_a_copy_in_place(tmp_path: Path) -> None:
    """`shutil` has the kernel copy, past `write`."""
    (tmp_path / "new").write_text(NEW)
    left = _left_after_each_crash(
        lambda path: shutil.copyfile(tmp_path / "new", path), tmp_path / "s.json"
    )
    assert left["before step 2, sendfile of s.json"] == ""
    assert list(left.values())[-1] == NEW


def test_clears_an_atomic_replacement(tmp_path: Path) -> None:
    """Killed anywhere, a replacement leaves the old content or the new."""
    left = _left_after_each_crash(_by_replace, tmp_path / "s.json")
    assert set(left.values()) == {OLD, NEW}


def test_names_file_operations_with_their_paths(tmp_path: Path) -> None:
    """The trace tells temp file, writes, fsync of the file, replace, fsync of the folder."""
    path = tmp_path / "s.json"
    steps = crash.trace(lambda: _by_replace(path), {"file"})
    names = [step.name for step in steps]
    assert [name for name in names if name != "write"] == ["open", "fsync", "replace", "fsync"]
    assert names.index("fsync") > max(i for i, name in enumerate(names) if name == "write")
    replace = steps[-2]
    assert Path(replace.path).parent == tmp_path
    assert replace.destination == str(path)
    assert (steps[-1].path, steps[-1].is_folder) == (str(tmp_path), True)
    assert not steps[names.index("fsync")].is_folder


def test_a_missing_flush_shows_as_a_write_after_the_fsync(tmp_path: Path) -> None:
    """Buffered text reaches the file when it is flushed or closed, and not before."""

    def work() -> None:
        with (tmp_path / "x").open("w") as file:
            file.write("text")
            os.fsync(file.fileno())

    assert [step.name for step in crash.trace(work)] == ["open", "fsync", "write"]


def test_sees_low_level_calls_and_pathlib(tmp_path: Path) -> None:
    """os functions and Path methods are steps; reading is none."""
    path = tmp_path / "a"

    def work() -> None:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT)
        os.write(fd, b"x")
        os.ftruncate(fd, 0)
        os.close(fd)
        path.read_text()
        path.rename(tmp_path / "b")
        (tmp_path / "b").unlink()
        with path.open("ab", buffering=0) as file:
            file.write(b"1")

    assert [step.name for step in crash.trace(work)] == [
        "open",
        "write",
        "ftruncate",
        "rename",
        "unlink",
        "open",
        "write",
    ]


def test_hooked_open_behaves_like_open(tmp_path: Path) -> None:
    """Modes, newlines, encodings, updating and errors are those of the built-in open."""

    def work() -> None:
        path = tmp_path / "f"
        with path.open("w", encoding="utf-16", newline="\r\n") as file:
            assert (file.mode, file.name) == ("w", str(path))
            file.write("ä\n")
        assert path.read_bytes() == "ä\r\n".encode("utf-16")
        with path.open("r+b") as both:
            both.seek(0)
            both.write(b"zz")
            both.seek(0)
            assert both.read(2) == b"zz"
        with pytest.raises(FileExistsError):
            path.open("x")
        with pytest.raises(ValueError, match="mode"):
            path.open("wr")
        with pytest.raises(FileNotFoundError):
            (tmp_path / "no" / "f").open("w")

    crash.trace(work)


@pytest.fixture
def accounts(sqlite: Database) -> Database:
    """Two accounts in a SQLite file."""
    connection = sqlite3.connect(sqlite.path)
    connection.executescript(
        "CREATE TABLE accounts (id INTEGER PRIMARY KEY, cents INTEGER);"
        "INSERT INTO accounts VALUES (1, 100), (2, 0);"
    )
    connection.close()
    return sqlite


def _transfer(path: Path, commits: int) -> None:
    connection = sqlite3.connect(path, autocommit=False)
    connection.execute("UPDATE accounts SET cents = cents - 10 WHERE id = ?", (1,))
    if commits == 2:
        connection.commit()
    connection.execute("UPDATE accounts SET cents = cents + 10 WHERE id = ?", (2,))
    connection.commit()
    connection.close()


def test_catches_two_commits_in_sqlite3(log: SqlLog, accounts: Database) -> None:
    """Money is lost between two commits, and never in one transaction."""
    for commits in (1, 2):
        lost = []
        for point in crash.points(lambda: _transfer(accounts.path, commits), {"sql"}):  # noqa: B023
            crash.at(point, lambda: _transfer(accounts.path, commits))  # noqa: B023
            ((total,),) = accounts.rows("SELECT sum(cents) FROM accounts")
            if total != 100:
                lost.append(str(point))
                with sqlite3.connect(accounts.path) as connection:
                    connection.execute("UPDATE accounts SET cents = 50")
                connection.close()
        if commits == 1:
            assert lost == []
        else:
            assert lost == ["before step 3, UPDATE accounts", "before step 4, COMMIT"]


def test_kills_sqlalchemy_on_postgres(log: SqlLog, postgres: Database) -> None:
    """A killed transaction is gone, also from the server, when the next line looks."""
    engine = postgres.engine()
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (x int)"))

    def work() -> None:
        with engine.begin() as connection:
            connection.execute(text("LOCK TABLE t"))
            connection.execute(text("INSERT INTO t VALUES (1)"))

    points = crash.points(work)
    assert [point.name for point in points] == ["LOCK t", "INSERT t", "commit", "commit"]
    counts = []
    for point in points:
        crash.at(point, work, database=postgres)
        # Nothing of the parent's pool was used, or harmed, by the child; and no lock is left.
        with engine.begin() as connection:
            connection.execute(text("LOCK TABLE t NOWAIT"))
            counts.append(connection.scalar(text("SELECT count(*) FROM t")))
    assert counts == [1, 1, 1, 2]


def test_fails_when_the_point_is_not_reached(tmp_path: Path) -> None:
    """What happened instead is said: it ended, raised, hung or left."""
    path = tmp_path / "x"
    *_, point, _last = crash.points(lambda: _by_replace(path))

    def at(work: Callable[[], Any], **options: Any) -> str:
        with pytest.raises(AssertionError) as failure:
            crash.at(point, work, **options)
        return str(failure.value)

    assert at(lambda: None) == f"the work ended and did not come to the point {point}"
    assert "raised ZeroDivisionError: division by zero at test_crash.py:" in at(lambda: 1 / 0)
    assert "had not ended after 0.2 s" in at(lambda: time.sleep(30), seconds=0.2)
    assert "was ended by a call of os._exit" in at(lambda: os._exit(0))
    assert "raised SystemExit" in at(lambda: sys.exit(1))


def test_fails_when_the_work_itself_is_broken(tmp_path: Path) -> None:
    """Points are listed only for work that ends well and changes something."""

    def broken() -> None:
        _in_place(tmp_path / "x")
        raise ValueError("no")

    with pytest.raises(AssertionError, match=r"raised ValueError: no at test_crash\.py:"):
        crash.points(broken)
    with pytest.raises(AssertionError, match="changed nothing"):
        crash.points(lambda: None)
