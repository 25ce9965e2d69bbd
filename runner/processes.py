"""The processes below a child: find them, kill them, adopt the orphans among them.

What /proc and prctl give on Linux; elsewhere only the child's process group is known.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_MADV_POPULATE_WRITE = 23
_LIMITED = ("Max cpu time", "Max file size", "Max address space")


def adopt_orphans() -> None:
    """Make orphans of a child's tree ours, so that `end()` can find and kill them (Linux)."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def end_with_parent(number: signal.Signals) -> None:
    """Have the kernel send this process a signal when its parent dies (Linux)."""
    _prctl(_PR_SET_PDEATHSIG, number)


@contextlib.contextmanager
def leaving_with_parent() -> Iterator[None]:
    """Have SystemExit raised in this process when its parent dies during a block (Linux)."""

    def leave(*_: object) -> None:
        sys.exit()

    before = signal.signal(signal.SIGTERM, leave)
    end_with_parent(signal.SIGTERM)
    try:
        yield
    finally:
        _prctl(_PR_SET_PDEATHSIG, 0)
        signal.signal(signal.SIGTERM, before)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def own_memory() -> None:
    """Copy now what this process shares with the one that forked it, instead of page by page.

    madvise(2), MADV_POPULATE_WRITE; where the kernel has none (before Linux 5.14), nothing is done.
    """
    import ctypes

    madvise = ctypes.CDLL(None).madvise
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        place, rights, _, _, inode, *_ = line.split()
        if rights == "rw-p" and inode == "0":
            start, end = (int(address, 16) for address in place.split("-"))
            madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_POPULATE_WRITE)


def own_children() -> frozenset[int]:
    """The processes whose parent this process is (Linux; elsewhere none are known)."""
    try:
        listed = Path("/proc/self/task", str(os.getpid()), "children").read_text(encoding="ascii")
    except OSError:
        return frozenset()
    return frozenset(map(int, listed.split()))


def fields_of(process: int | str) -> list[str]:
    """What /proc/PID/stat says after the name, see proc_pid_stat(5); nothing where it is gone.

    Args:
        process: a pid, or `self`.

    Returns:
        The third field, which is the state, and those after it.
    """
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return stat.rpartition(")")[2].split()


def tree(root: int) -> list[int]:
    """The processes below `root`, and those of its session that were handed to us (Linux).

    Args:
        root: the child's pid, which is also its session's id.
    """
    parents: dict[int, list[int]] = {}
    of_session: list[int] = []
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        fields = fields_of(pid)
        if not fields or fields[0] == "Z":
            continue
        parents.setdefault(int(fields[1]), []).append(pid)
        if int(fields[3]) == root:
            of_session.append(pid)
    found: list[int] = []
    waiting = [root, *of_session]
    while waiting:
        pid = waiting.pop()
        below = [p for p in parents.get(pid, []) if p not in found]
        found += below
        waiting += below
    return list(dict.fromkeys([*of_session, *found]))


class Waits:
    """How long a process was ready to run and had no processor (Linux; elsewhere unknown).

    Args:
        pid: the process.
    """

    def __init__(self, pid: int) -> None:
        self._stat: int | None = None
        with contextlib.suppress(OSError):
            self._stat = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY)

    def seconds(self) -> float:
        """So far; 0 where it is unknown, or the process has gone."""
        try:
            return 0.0 if self._stat is None else int(os.pread(self._stat, 64, 0).split()[1]) / 1e9
        except (OSError, IndexError):
            return 0.0

    def close(self) -> None:
        """Ask no more."""
        if self._stat is not None:
            os.close(self._stat)


def kill_session(child: int) -> None:
    """Kill a child and what stayed in its process group."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(child, signal.SIGKILL)


def end_orphans(known: Collection[int], beside: Collection[int]) -> None:
    """End what left a child's group: its parents are dead, so it is ours (`adopt_orphans`).

    Such a process has the child's limits, and cannot raise them.  One without is left alone: when
    a process of our own ends while others use the server that it started, we become its parent.

    Whoever is killed here leaves its own children to us in turn, so that none is missed.

    Args:
        known: the children that this process had before.
        beside: children that live on, with whatever belongs to their sessions.
    """
    spared = {*known, *beside}  # a child that was forked just now has no session of its own yet
    while adopted := {pid for pid in own_children() - spared if _session(pid) not in beside}:
        orphans = {pid for pid in adopted if _limits_of(pid) != _limits_of("self")}
        for pid in orphans:
            kill_session(pid)
        for pid in adopted:  # a server that was killed meanwhile would look alive as a zombie
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0 if pid in orphans else os.WNOHANG)
        if not orphans:
            return


def _limits_of(process: int | str) -> list[str]:
    """Lines of /proc/PID/limits: what `sandbox.set_limits` limits; nothing where it is gone."""
    try:
        lines = Path(f"/proc/{process}/limits").read_text(encoding="ascii").splitlines()
    except OSError:
        return []
    return [line for line in lines if line.startswith(_LIMITED)]


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return 0
