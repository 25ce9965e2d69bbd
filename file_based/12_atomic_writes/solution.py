"""Replace a file so that no reader and no crash ever sees half of it."""

import contextlib
import fcntl
import json
import multiprocessing
import os
import resource
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Give a file new content: all of it or nothing, and for good when the call returns.

    Args:
        path: The file, or a symbolic link to it.
        data: The whole new content.
        mode: Permission bits; None keeps those of the file that is replaced.

    Raises:
        OSError: The content could not be written; nothing has changed.
    """
    target = path.resolve()
    with _locked(target):
        _swap(target, data, mode)


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Read a JSON object from a file, change it, write it back; safe between processes.

    Args:
        path: The file, or a symbolic link to it. A missing file counts as `{}`.
        fn: Gets the object and returns the new one.

    Returns:
        The object that was written.
    """
    target = path.resolve()
    # The lock covers the read too: what is read must still be true when it is written back.
    with _locked(target):
        try:
            before: dict[str, Any] = json.loads(target.read_bytes())
        except FileNotFoundError:
            before = {}
        after = fn(before)
        _swap(target, json.dumps(after, ensure_ascii=False, indent=2).encode(), None)
    return after


@contextlib.contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Hold the one lock of a file.  The kernel frees it when its holder dies."""
    # Not the file itself: the swap puts another file in its place, and whoever still waits for
    # the old one would be alone with it. And nobody ever removes the lock's file, for the same
    # reason.
    lock = os.open(target.with_name(f".{target.name}.lock"), os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)  # which also unlocks it


def _swap(target: Path, data: bytes, mode: int | None) -> None:
    """Write beside the target and rename over it.  The caller holds the lock."""
    if mode is None:
        with contextlib.suppress(FileNotFoundError):
            mode = stat.S_IMODE(target.stat().st_mode)
    # The lock makes one fixed name safe, and what is found under it was left by a killed writer.
    temporary = target.with_name(f".{target.name}.tmp")
    temporary.unlink(missing_ok=True)
    # Closed to others until it has its final mode; without one, the umask decides as for `open`.
    created_with = 0o666 if mode is None else 0o600
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, created_with)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  (a descriptor has no Path)
            if mode is not None:
                os.fchmod(descriptor, mode)
            file.write(data)
            file.flush()  # from Python's buffer to the kernel
            os.fsync(descriptor)  # from the kernel to the disk
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Have a folder's names reach the disk: a rename changes the folder, not the file."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# ---- run by itself: the naive way, what it does to a file, and the right way ----------------


def naive_write(path: Path, data: bytes) -> None:
    """What most programs do: truncate the file, then fill it again."""
    path.write_bytes(data)


def naive_update(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Read, change, write, each step correct; nothing keeps others out in between."""
    atomic_write(path, json.dumps(fn(json.loads(path.read_bytes()))).encode())


def add_one(counter: dict[str, Any]) -> dict[str, Any]:
    """The change that the counting processes make."""
    return {"n": counter["n"] + 1}


def main(folder: Path) -> None:
    """Break a settings file and a counter, then do both right."""
    forked = multiprocessing.get_context("fork")
    settings, counter = folder / "settings.json", folder / "counter.json"

    def on_a_full_disk(write: Callable[[Path, bytes], None]) -> str:
        """Write in a child that may not make a file longer than 2,000 bytes."""

        def work() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
            with contextlib.suppress(OSError):
                write(settings, b"n" * 5_000)

        settings.write_bytes(b"o" * 4_000)
        child = forked.Process(target=work)
        child.start()
        child.join()
        left = settings.read_bytes()
        return f"{len(left):,} bytes, {left.count(b'o'):,} of them old"

    def counted(update: Callable[[Path, Callable[[dict[str, Any]], dict[str, Any]]], Any]) -> str:
        """Four processes add 25 each."""

        def work() -> None:
            for _ in range(25):
                update(counter, add_one)

        counter.write_bytes(b'{"n": 0}')
        children = [forked.Process(target=work) for _ in range(4)]
        for child in children:
            child.start()
        for child in children:
            child.join()
        return f"{json.loads(counter.read_bytes())['n']} of 100 counted"

    print("A file of 4,000 bytes is to be replaced, and the disk is full after 2,000:")
    print(f"  write in place:          {on_a_full_disk(naive_write)}: old and new are both lost")
    print(f"  write beside, then swap: {on_a_full_disk(atomic_write)}: nothing happened")
    print("4 processes add 1 to a counter, 25 times each:")
    print(f"  read, change, swap:      {counted(naive_update)}: each write was whole, and lost")
    print(f"  the same under a lock:   {counted(update_json)}")
    print("Files left in the folder:", ", ".join(sorted(p.name for p in folder.iterdir())))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
