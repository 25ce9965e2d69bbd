"""A change is seen at once, and is whole when nothing has been written for a while."""

import os
import select
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from runner.learner import watching
from runner.learner.watching import _STILL_SECONDS, Watched


class Clock:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stands in for `monotonic`."""
    clock = Clock()
    monkeypatch.setattr(watching, "monotonic", clock)
    return clock


@pytest.fixture
def watched(tmp_path: Path, clock: Clock) -> Iterator[Watched]:
    """A file under watch."""
    path = tmp_path / "answer.py"
    path.write_text("one")
    with closing(Watched(path)) as watched:
        yield watched


def test_a_change_is_seen_at_the_next_look(watched: Watched, clock: Clock):
    """Before it is known whether more comes; then it stands still, and is no change again."""
    assert (watched.changed(), watched.is_still) == (False, True)
    watched.path.write_text("two!")
    assert (watched.changed(), watched.is_still) == (True, False)
    clock.now += _STILL_SECONDS / 2
    assert (watched.changed(), watched.is_still) == (False, False)
    clock.now += 2 * _STILL_SECONDS
    assert (watched.changed(), watched.is_still) == (False, True)


def test_what_is_written_in_pieces_is_not_still(watched: Watched, clock: Clock):
    """Each piece is a change, and starts the wait anew."""
    for number in range(5):
        watched.path.write_text("x" * (number + 5))
        clock.now += 2 * _STILL_SECONDS
        assert (watched.changed(), watched.is_still) == (True, False)
    clock.now += 2 * _STILL_SECONDS
    assert (watched.changed(), watched.is_still) == (False, True)


def test_an_empty_moment_is_no_change(watched: Watched, clock: Clock):
    """Programs empty a file before they write it; one that stays empty is a change."""
    watched.path.write_text("")
    assert (watched.changed(), watched.is_still) == (False, False)
    watched.path.write_text("one")
    assert watched.changed() is False
    watched.path.write_text("")
    assert watched.changed() is False
    clock.now += 2 * _STILL_SECONDS
    assert (watched.changed(), watched.is_still) == (True, True)


def test_a_missing_moment_is_no_change(watched: Watched, clock: Clock):
    """Nor is a file gone that is moved into place."""
    watched.path.unlink()
    assert watched.changed() is False
    clock.now += 2 * _STILL_SECONDS
    assert watched.changed() is True
    assert watched.digest is None


@pytest.fixture
def ordinary_folder() -> Iterator[Path]:
    """A folder of an ordinary user, as whom the test runs: root reads whatever it likes."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        with tempfile.TemporaryDirectory(dir="/tmp") as folder:
            yield Path(folder)
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("poll", [True, False])
def test_what_cannot_be_read_is_not_missing(poll: bool, ordinary_folder: Path, clock: Clock):
    """It is kept why, and a change of the file's mode alone is a change."""
    folder = ordinary_folder / "work"
    folder.mkdir()
    path = folder / "answer.py"
    path.write_text("one")

    def changes() -> bool:
        changed = watched.changed()
        clock.now += 2 * _STILL_SECONDS
        return watched.changed() or changed

    with closing(Watched(path, poll=poll)) as watched:
        for shut in (path, folder):
            shut.chmod(0)
            assert changes()
            assert watched.digest is None
            assert "Permission denied" in str(watched.problem)
            shut.chmod(0o700)
            assert changes()
            assert watched.digest is not None
            assert watched.problem is None
        path.unlink()
        assert changes()
        assert (watched.digest, watched.problem) == (None, None)


@pytest.mark.parametrize("poll", [True, False])
def test_polling_reads_what_the_file_system_hides(poll: bool, tmp_path: Path, clock: Clock):
    """Same size, same time, same file: only who reads it sees that it is another."""
    path = tmp_path / "answer.py"
    path.write_text("one")
    status = path.stat()
    with closing(Watched(path, poll=poll)) as watched:
        path.write_text("two")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert watched.changed() is poll
        path.write_text("")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert watched.changed() is False
        clock.now += 2 * _STILL_SECONDS
        assert (watched.changed(), watched.is_still) == (True, True)


def test_who_waits_is_woken(watched: Watched):
    """By a write, and by a file that is moved into place; until the next look only."""

    def woken() -> bool:
        return bool(select.select(watched.sources, [], [], 0)[0])

    assert not woken()
    watched.path.write_text("two!")
    assert woken()
    watched.changed()
    assert not woken()
    other = watched.path.with_name("other")
    other.write_text("three")
    watched.changed()
    other.replace(watched.path)
    assert woken()
    assert watched.changed()


def test_a_folder_is_watched_whole(tmp_path: Path):
    """A file deep in the folder of an answer wakes who waits, too."""
    deep = tmp_path / "answer" / "versions" / "0001.py"
    deep.parent.mkdir(parents=True)
    deep.write_text("one")
    with closing(Watched(tmp_path / "answer")) as watched:
        deep.write_text("two!")
        assert select.select(watched.sources, [], [], 0)[0]
        assert watched.changed()


def test_without_events_it_looks_often():
    """Where it is told to poll, nothing else is waited for."""
    watched = Watched(Path("answer.py"), poll=True)
    assert (watched.sources, watched.patience) == ([], _STILL_SECONDS)


def test_two_writes_that_look_alike_are_told_apart(
    watched: Watched, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    """Size and time can be the same: what stands still is read once more."""
    watched.path.write_text("two")
    assert watched.changed() is True
    same = watched._look()
    watched.path.write_text("six")
    monkeypatch.setattr(watched, "_look", lambda: same)
    assert watched.changed() is False
    clock.now += 2 * _STILL_SECONDS
    assert (watched.changed(), watched.is_still) == (True, True)
