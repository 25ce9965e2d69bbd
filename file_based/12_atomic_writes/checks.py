import json
import os
import resource
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from runner.api import Crash, Race, must_raise

OLD = b"old\n" * 2_500
NEW = b"new content\n" * 1_500
LONG = 2_000_000
"""Bytes enough that writers are certain to overlap, however fast the disk is."""

WRITES = {"write", "writev", "pwrite", "pwritev", "truncate", "ftruncate"}
SYNCS = {"fsync", "fdatasync"}
SWAPS = {"replace", "rename"}


@pytest.fixture
def place(folder: Path) -> Path:
    """The check's folder without symbolic links on the way to it."""
    return folder.resolve()


# ---- task 1: readers ------------------------------------------------------------------------


@pytest.mark.task(1)
def test_the_file_gets_the_content(answer: Any, place: Path) -> None:
    """After the call the file holds exactly the new content, whether it existed or not."""
    path = place / "settings.json"
    for content in (b"first", b"longer than the first", b"\0\r\n\xff", b"", bytes(300_000)):
        answer.atomic_write(path, content)
        assert path.is_file(), f"there is no file {path.name} after the call: it must be created"
        got = path.read_bytes()
        assert got == content, (
            f"the file holds {len(got):,} bytes after {len(content):,} were written: "
            "the new content replaces the old one, byte for byte"
        )


@pytest.mark.task(1)
def test_readers_see_whole_files(answer: Any, place: Path, race: Race, crash: Crash) -> None:
    """Four processes that read during 500 writes always find one whole content."""
    path, done = place / "settings.json", place / "done"
    contents = [b"a" * 60_000, b"b" * 35_000]
    answer.atomic_write(path, contents[0])

    def work(worker: int) -> str | None:
        if worker == 0:
            try:
                for number in range(500):
                    answer.atomic_write(path, contents[number % 2])
            finally:
                done.touch()
            return None
        while not done.exists():
            try:
                seen = path.read_bytes()
            except FileNotFoundError:
                return "no file"
            if seen not in contents:
                return f"{len(seen):,} bytes" if seen else "an empty file"
        return None

    outcomes = race(work, workers=5, processes=True, seconds=28)
    _no_errors(outcomes, place)
    seen = [outcome.value for outcome in outcomes if outcome.value]
    _require(
        not seen,
        f"{len(seen)} of 4 readers found {', '.join(sorted(set(seen)))} while contents of 60,000 "
        "and 35,000 bytes were written in turn: at every moment the name must lead to a whole file",
    )
    # The race may miss a short moment, and this cannot: stop between any two steps, and look.
    traced = _fresh(place / "traced")
    for point in crash.points(lambda: answer.atomic_write(traced, NEW), {"file"}):
        path = _fresh(place / f"stopped-{point.number}-{point.when}")
        crash.at(point, lambda path=path: answer.atomic_write(path, NEW))
        _require(
            _same(path, OLD) or _same(path, NEW),
            f"{point}, the file holds {_size(path)} (old {len(OLD):,}, new {len(NEW):,}): "
            "at every moment the name must lead to a whole file",
        )


@pytest.mark.task(1)
def test_the_temporary_file_is_beside_the_target(answer: Any, place: Path, crash: Crash) -> None:
    """The file that is swapped in was written in the folder of its target."""
    path = _fresh(place / "data")
    _require_beside(*_steps_and_swap(lambda: answer.atomic_write(path, NEW), path, crash), path)


# ---- task 2: the disk -----------------------------------------------------------------------


@pytest.mark.task(2)
def test_the_content_reaches_the_disk_before_the_swap(
    answer: Any, place: Path, crash: Crash
) -> None:
    """All bytes have been sent to the disk with fsync when the file is swapped in."""
    path = _fresh(place / "data")
    for data in (b"short", bytes(300_000)):
        work = partial(answer.atomic_write, path, data)
        _require_content_on_disk(*_steps_and_swap(work, path, crash))


@pytest.mark.task(2)
def test_the_swap_reaches_the_disk(answer: Any, place: Path, crash: Crash) -> None:
    """The folder has been sent to the disk with fsync when the call returns."""
    path = _fresh(place / "data")
    _require_swap_on_disk(
        *_steps_and_swap(lambda: answer.atomic_write(path, NEW), path, crash), path
    )


# ---- task 3: errors and crashes -------------------------------------------------------------


@pytest.mark.task(3)
def test_a_full_disk_changes_nothing(answer: Any, place: Path, race: Race) -> None:
    """When the write or the swap fails: OSError, the old content, and no other file."""
    path = place / "settings.json"
    answer.atomic_write(path, OLD)
    before = _names(place)

    def work(_worker: int) -> None:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(NEW) // 2, most))
        answer.atomic_write(path, NEW)

    room = f"a write of {len(NEW):,} bytes with room for only {len(NEW) // 2:,}"
    for _ in range(2):
        outcome: Any
        (outcome,) = race(work, workers=1, processes=True, seconds=8)
        _require(
            _same(path, OLD),
            f"the file holds {_size(path)} after {room}: "
            "when a write fails, the old content must still be there",
        )
        _require(
            outcome.error is not None,
            f"{room} returned as if it had worked: the caller must get the OSError",
        )
        _require(
            "OSError" in outcome.error.bases,
            f"{room} raised {outcome.error}: the caller must get the OSError",
        )
        _require(
            _names(place) == before,
            f"{room} left {', '.join(sorted(_names(place) ^ before))} behind: "
            "a failed call must leave no other file",
        )
    answer.atomic_write(path, b"short")
    _require(
        _same(path, b"short"),
        f"the file holds {_size(path)} after a later write of 5 that had room: "
        "a failed call must not be in the way of the next one",
    )
    (place / "folder").mkdir()
    before = _names(place)
    with must_raise(OSError, "a folder stood at the path of the file to write"):
        answer.atomic_write(place / "folder", NEW)
    # An empty one may be the lock file of this path.
    left = {name for name in _names(place) - before if (place / name).stat().st_size}
    _require(
        not left,
        f"a folder could not be replaced, and {', '.join(sorted(left))} was left behind: "
        "a call whose swap fails must leave no other file either",
    )


@pytest.mark.task(3)
def test_a_crash_leaves_a_whole_file(answer: Any, place: Path, crash: Crash, race: Race) -> None:
    """A kill at any step leaves the old or the new content; the next call clears up."""
    traced = _fresh(place / "traced")
    answer.atomic_write(_fresh(place / "first"), NEW)
    points = crash.points(lambda: answer.atomic_write(traced, NEW), {"file"})
    answer.atomic_write(traced, b"next")
    usual = _names(traced.parent)
    for point in points:
        path = _fresh(place / f"killed-{point.number}-{point.when}")
        crash.at(point, lambda path=path: answer.atomic_write(path, NEW))
        _require(
            _same(path, OLD) or _same(path, NEW),
            f"killed {point}, the file holds {_size(path)}: "
            f"only the old content ({len(OLD):,} bytes) or the new one ({len(NEW):,}) may be left",
        )
        _in_child(
            race,
            lambda path=path: answer.atomic_write(path, b"next"),
            path.parent,
            hung=f"killed {point}, and the next call had not ended after 3 s: "
            "a lock must not outlive the process that holds it",
            failed=f"killed {point}, and the next call",
        )
        _require(
            _same(path, b"next"),
            f"killed {point}, and the next call left {_size(path)} in the file: "
            "what a crash leaves must not be in the way of the next call",
        )
        litter = _names(path.parent) - usual
        _require(
            not litter,
            f"killed {point}, and {', '.join(sorted(litter))} is still there after the next call: "
            "a killed process clears up nothing, so the next writer of the file must",
        )


@pytest.mark.task(3)
def test_writers_do_not_disturb_each_other(answer: Any, place: Path, race: Race) -> None:
    """Four processes that write one file at once all succeed, and one content is left, whole."""
    path = place / "settings.json"
    answer.atomic_write(path, OLD)
    contents = [bytes([65 + worker]) * (LONG + worker) for worker in range(4)]
    outcomes = race(
        lambda worker: answer.atomic_write(path, contents[worker]),
        workers=4,
        processes=True,
        rounds=30,
        seconds=28,
    )
    _no_errors(outcomes, place)
    _require(
        any(_same(path, content) for content in contents),
        f"the file holds {_size(path)} after 4 writers, which is none of their contents: "
        "two writers must never write to the same temporary file",
    )


# ---- task 4: mode and links -----------------------------------------------------------------


@pytest.mark.task(4)
def test_the_mode_is_kept(answer: Any, place: Path) -> None:
    """A file keeps its permissions, gets those asked for, or the usual ones when it is new."""
    for bits in (0o644, 0o640, 0o600, 0o755):
        path = _fresh(place / f"{bits:o}")
        path.chmod(bits)
        answer.atomic_write(path, NEW)
        assert _mode(path) == f"{bits:o}", (
            f"a file with mode {bits:o} has mode {_mode(path)} after the write: "
            "whoever could read or run a file must still be able to, and nobody else"
        )
    for umask in (0o077, 0o002):
        with _umask(umask):
            for bits in (0o664, 0):
                name = f"{umask:o}-{bits:o}"
                for path in (_fresh(place / f"old-{name}"), place / f"new-{name}"):
                    answer.atomic_write(path, NEW, mode=bits)
                    assert _mode(path) == f"{bits:o}", (
                        f"mode=0o{bits:o} gave a file of mode {_mode(path)} under umask "
                        f"{umask:03o}: a mode that is asked for is exact"
                    )
            path = place / f"plain-{umask:o}"
            answer.atomic_write(path, NEW)
            assert _mode(path) == f"{0o666 & ~umask:o}", (
                f"a new file has mode {_mode(path)} under umask {umask:03o}: without a mode a new "
                f"file gets what open() gives it there, {0o666 & ~umask:o}"
            )


@pytest.mark.task(4)
def test_the_mode_is_right_before_the_swap(
    answer: Any, place: Path, crash: Crash, race: Race
) -> None:
    """At no moment is the content open to more people than the file may be, or to fewer."""
    with _umask(0o022):
        # The old file's mode is kept; a new file gets a mode; an open file is closed.
        for old, mode, right in ((0o640, None, 0o640), (None, 0o600, 0o600), (0o644, 0o600, 0o600)):
            case = place / f"old-{old}-mode-{mode}"
            case.mkdir()
            _require_modes(answer, case, crash, race, old=old, mode=mode, right=right)


@pytest.mark.task(4)
def test_a_link_stays_a_link(answer: Any, place: Path, crash: Crash) -> None:
    """Through a symbolic link the file behind it is written as safely, and the link stays."""
    target = _fresh(place / "real")
    (place / "etc").mkdir()
    (place / "etc" / "settings.json").symlink_to(Path("../real/settings.json"))
    (place / "second").symlink_to(place / "etc" / "settings.json")
    (place / "to-nothing").symlink_to(place / "real" / "not-there-yet")
    cases = (
        ("a relative link", place / "etc" / "settings.json", target),
        ("a link to a link", place / "second", target),
        ("a link to a file that does not exist yet", place / "to-nothing",
         place / "real" / "not-there-yet"),
    )  # fmt: skip
    for what, link, behind in cases:
        content = what.encode()
        answer.atomic_write(link, content)
        _require(
            link.is_symlink(),
            f"{what} is a plain file after the write: "
            "the rename must fall on the file behind the link, not on the link",
        )
        _require(
            _same(behind, content),
            f"behind {what} there are {_size(behind)}, not the {len(content)} written: "
            "a write through a link goes to the file behind it",
        )
    link = place / "etc" / "settings.json"
    _require_safe_swap(lambda: answer.atomic_write(link, NEW), target, crash)


# ---- task 5: read, change, write ------------------------------------------------------------


@pytest.mark.task(5)
def test_update_json_changes_the_file(answer: Any, place: Path, race: Race, crash: Crash) -> None:
    """The result is written safely and returned; when the function raises, nothing changes."""
    path = place / "stock.json"
    tea = {"茶": 'O\'Brien "tea"', "n": 1, "more": [None, {"a": 1.5}]}

    def update(fn: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
        return _in_child(race, lambda: answer.update_json(path, fn), place)

    returned = update(lambda before: {**before, **tea})
    assert returned == tea, "update_json must return the object that it wrote"
    assert _json(path) == tea, "a file that does not exist counts as {}, and the result is saved"
    update(lambda before: {"n": before["n"] + 1})
    assert _json(path) == {"n": 2}, "fn gets what the file holds, and what it returns replaces it"

    def fail(before: dict[str, Any]) -> dict[str, Any]:
        before["n"] = 0
        raise LookupError("no such product")

    def fail_then_succeed() -> str:
        try:
            answer.update_json(path, fail)
        except LookupError:
            answer.update_json(path, lambda before: {"n": before["n"] + 1})
            return "raised"
        return "returned"

    outcome = _in_child(race, fail_then_succeed, place)
    assert outcome == "raised", (
        "fn raised LookupError and update_json did not: the caller must get the error of fn"
    )
    assert _json(path) == {"n": 3}, (
        "fn raised, and then another call was to make 3 of 2: an error of fn changes nothing, "
        "and the next call works"
    )

    count_on = partial(answer.update_json, fn=_add_one)
    for point in crash.points(partial(count_on, path), {"file"}):
        killed = _fresh(place / f"killed-{point.number}-{point.when}")
        killed.write_bytes(b'{"n": 3}')
        crash.at(point, partial(count_on, killed))
        _require(
            killed.is_file() and killed.read_bytes() and _json(killed) in ({"n": 3}, {"n": 4}),
            f"killed {point}, the file holds {_size(killed)}: update_json too must leave the old "
            "object or the new one, whole",
        )
    _require_safe_swap(partial(count_on, path), path, crash)


@pytest.mark.task(5)
def test_no_update_is_lost(answer: Any, place: Path, race: Race) -> None:
    """Eight processes count to 400 together; updates and plain writes at once all succeed."""
    path = place / "counter.json"
    _in_child(race, lambda: answer.update_json(path, lambda _before: {"n": 0}), place)
    _count(race, lambda _worker: answer.update_json(path, _add_one), path, rounds=50)

    contents = [{"n": worker, "text": str(worker) * LONG} for worker in range(4)]

    def write_or_update(worker: int) -> None:
        if worker % 2:
            answer.update_json(path, lambda _before: contents[worker])
        else:
            answer.atomic_write(path, json.dumps(contents[worker]).encode())

    _no_errors(race(write_or_update, workers=4, processes=True, rounds=30, seconds=28), place)
    _require(
        _json(path) in contents,
        f"the file holds {_size(path)} after 2 processes wrote it and 2 updated it, which is none "
        "of their contents: atomic_write and update_json must not write to one temporary file",
    )


@pytest.mark.task(5)
def test_every_name_of_a_file_has_the_same_lock(answer: Any, place: Path, race: Race) -> None:
    """No update is lost when half of the processes reach the counter through a link."""
    (place / "data").mkdir()
    path = place / "data" / "counter.json"
    (place / "today.json").symlink_to(path)
    names = [path, place / "today.json"]
    _in_child(race, lambda: answer.update_json(path, lambda _before: {"n": 0}), place)
    _count(race, lambda worker: answer.update_json(names[worker % 2], _add_one), path, rounds=25)
    assert names[1].is_symlink(), "the link is a plain file now: an update goes to the file behind"


# ---- what the checks share ------------------------------------------------------------------


def _steps_and_swap(work: Callable[[], Any], path: Path, crash: Crash) -> tuple[list[Any], int]:
    """The file operations of one call that replaces a file, and the index of its swap."""
    steps = crash.trace(work, {"file"})
    # By the last part: a rename relative to an open folder is traced with another path.
    swaps = [
        i for i, s in enumerate(steps)
        if s.name in SWAPS and Path(s.destination).name == path.name
    ]  # fmt: skip
    assert swaps, (
        f"{_listed(steps)}: nothing was renamed to {path.name}, "
        "and only a rename changes a file in one step"
    )
    return steps, swaps[-1]


def _require_safe_swap(work: Callable[[], Any], target: Path, crash: Crash) -> None:
    """The rules of tasks 1 and 2, for a call that replaces the target."""
    __tracebackhide__ = True
    steps, swap = _steps_and_swap(work, target, crash)
    _require_beside(steps, swap, target)
    _require_content_on_disk(steps, swap)
    _require_swap_on_disk(steps, swap, target)


def _require_beside(steps: list[Any], swap: int, target: Path) -> None:
    __tracebackhide__ = True
    written = Path(_file_behind(steps, swap))
    _require(
        written.parent == target.parent,
        f"{written.name} was written in {written.parent}, another folder than its target's: a "
        "rename is atomic only inside one file system, and only the target's own folder is sure "
        "to be on the same one",
    )


def _require_content_on_disk(steps: list[Any], swap: int) -> None:
    __tracebackhide__ = True
    written = _file_behind(steps, swap)
    own = [(i, s.name) for i, s in enumerate(steps[:swap]) if s.path == written]
    syncs = [i for i, name in own if name in SYNCS]
    _require(
        syncs,
        f"{_listed(steps)}: no fsync of the new file came before the swap, so after a power "
        "cut the name may lead to an empty file",
    )
    late = [name for i, name in own if name in WRITES and i > syncs[-1]]
    _require(
        not late,
        f"{_listed(steps)}: a write came after the last fsync, which sends only what the "
        "kernel has by then, and not what still waits in Python's buffer",
    )


def _require_swap_on_disk(steps: list[Any], swap: int, target: Path) -> None:
    __tracebackhide__ = True
    synced = [s for s in steps[swap + 1 :] if s.name in SYNCS and s.is_folder]
    _require(
        any(Path(s.path).resolve() == target.parent for s in synced),
        f"{_listed(steps)}: no fsync of the target's folder came after the swap, and a rename "
        "changes that folder, so a power cut can still bring the old file back",
    )


def _require_modes(
    answer: Any,
    place: Path,
    crash: Crash,
    race: Race,
    *,
    old: int | None,
    mode: int | None,
    right: int,
) -> None:
    """Look at the modes of all files at every step of a write, and before every chmod in it."""
    __tracebackhide__ = True
    write = partial(answer.atomic_write, data=NEW, mode=mode)
    secrets = "the temporary file holds the same secrets, also for who opened it still empty"
    traced = _fresh(place / "traced", mode=old)
    points = crash.points(lambda: write(traced), {"file"})
    locks = {file.name for file in traced.parent.iterdir() if not file.stat().st_size}

    def too_open(path: Path) -> str | None:
        """The first file that more people may open than the new file."""
        for file in path.parent.iterdir():
            betrays_nothing = file.name in locks or (file == path and _same(path, OLD))
            if not betrays_nothing and stat.S_IMODE(file.stat().st_mode) & ~right:
                return f"{file.name} has mode {_mode(file)} and the new file is to have {right:o}"
        return None

    def before_chmods(path: Path) -> list[str | None]:
        seen: list[str | None] = []
        # Python tells of chmod and fchmod, which are no steps, before it calls them.
        sys.addaudithook(lambda event, _: event == "os.chmod" and seen.append(too_open(path)))
        write(path)
        return seen

    watched = _fresh(place / "watched", mode=old)
    seen = [what for what in _in_child(race, lambda: before_chmods(watched), place) if what]
    _require(not seen, f"before a change of mode, {seen and seen[0]}: {secrets}")
    for point in points:
        path = _fresh(place / f"killed-{point.number}-{point.when}", mode=old)
        crash.at(point, partial(write, path))
        what = too_open(path)
        _require(not what, f"killed {point}, {what}: {secrets}")
        if point.when == "before" and point.name in SWAPS:
            for file in path.parent.iterdir():
                _require(
                    not _same(file, NEW) or _mode(file) == f"{right:o}",
                    f"killed {point}, {file.name} has mode {_mode(file)} and the new file is to "
                    f"have {right:o}: the mode must be right before the swap",
                )
    _require(
        _mode(traced) == f"{right:o}",
        f"the file has mode {_mode(traced)} after the write, not {right:o}: "
        "the mode is the one that was asked for, or else the old file's",
    )


def _file_behind(steps: list[Any], swap: int) -> str:
    """The path under which the file that is swapped in was written.

    An unnamed temporary file (O_TMPFILE) gets its name later: then it is the last one written.
    """
    touched = [s.path for s in steps[:swap] if s.name in WRITES | SYNCS and not s.is_folder]
    source = steps[swap].path
    return source if source in touched or not touched else touched[-1]


def _listed(steps: list[Any]) -> str:
    """The operations in a line: `open, write, replace`."""
    names = [f"{s.name} of the folder" if s.is_folder else s.name for s in steps]
    once = [name for i, name in enumerate(names) if i == 0 or name != names[i - 1]]
    return f"the steps were {', '.join(once)}" if once else "no file was touched"


def _require(condition: object, message: str) -> None:
    """Like assert, for conditions whose value tells a learner nothing."""
    __tracebackhide__ = True
    if not condition:
        raise AssertionError(message)


def _in_child(
    race: Race,
    work: Callable[[], Any],
    folder: Path,
    *,
    hung: str = "update_json had not ended after 3 s, with nobody else at the file: a process that "
    "locks a file it has locked already, through another open(), waits for itself",
    failed: str = "the call",
) -> Any:
    """Run work in a process of its own, which no lock can keep for ever."""
    __tracebackhide__ = True
    try:
        outcome: Any
        (outcome,) = race(lambda _worker: work(), workers=1, processes=True, seconds=3)
    except AssertionError as error:
        # The race speaks of workers that block each other; here there is one.
        if "had not ended" in str(error):
            raise AssertionError(hung) from None
        raise
    _require_written(outcome)
    _require(
        outcome.error is None, f"{failed} raised {_short(outcome.error, folder)}: it must succeed"
    )
    return outcome.value


def _no_errors(outcomes: list[Any], folder: Path) -> None:
    __tracebackhide__ = True
    errors = [outcome.error for outcome in outcomes if outcome.error is not None]
    for outcome in outcomes:
        _require_written(outcome)
    _require(
        not errors,
        f"{len(errors)} of {len(outcomes)} calls raised, such as {_short(errors, folder)}: "
        "a call must succeed whatever other processes do with the file meanwhile",
    )


def _require_written(outcome: Any) -> None:
    __tracebackhide__ = True
    error = outcome.error
    _require(
        error is None or error.type != "NotImplementedError",
        f"the function at {error and error.line} is not written yet: it raises NotImplementedError",
    )


def _short(error: Any, folder: Path) -> str:
    """An error, or the first of several, without the path of the check's folder."""
    first = error[0] if isinstance(error, list) and error else error
    return str(first).replace(f"{folder}/", "")


def _add_one(before: dict[str, Any]) -> dict[str, Any]:
    return {"n": before["n"] + 1}


def _count(race: Race, work: Callable[[int], Any], path: Path, *, rounds: int) -> None:
    """Let 8 processes count, and look at the sum."""
    __tracebackhide__ = True
    outcomes = race(work, workers=8, processes=True, rounds=rounds, seconds=28)
    _no_errors(outcomes, path.parent)
    counted = _json(path)["n"]
    _require(
        counted == 8 * rounds,
        f"the counter stands at {counted} after 8 processes added 1, {rounds} times each: "
        "nobody else may read between a read and the write that builds on it",
    )


def _fresh(folder: Path, *, mode: int | None = 0o644) -> Path:
    """A file with the old content, or without a mode only its path, in a folder of its own."""
    folder.mkdir()
    path = folder / "settings.json"
    if mode is not None:
        path.write_bytes(OLD)
        path.chmod(mode)
    return path


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _size(path: Path) -> str:
    return f"{path.stat().st_size:,} bytes" if path.is_file() else "nothing, it is gone"


def _mode(path: Path) -> str:
    return f"{stat.S_IMODE(path.stat().st_mode):o}"


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@contextmanager
def _umask(bits: int) -> Iterator[None]:
    before = os.umask(bits)
    try:
        yield
    finally:
        os.umask(before)
