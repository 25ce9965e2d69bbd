"""Keep an answer away from the machine: what `strict` and `basic` mean, and whether they hold here.

`strict` is the default when grading: another user where we are root, no way to gain privileges,
Landlock (files, TCP, signals), seccomp (other processes, mounts, network sockets), and the watch
on tampering (`runner.tampering`).  `basic` is that watch alone; `none` is what a learner's own run
has: limits, and nothing else.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from runner import processes, temporary
from runner.errors import SetupError
from runner.isolation import environment, landlock, privileges, seccomp

if TYPE_CHECKING:
    from runner.classroom.marks import Isolation
    from runner.model import Drill, Limits

_SYSTEM = (
    "/bin", "/lib", "/lib64", "/usr/bin", "/usr/lib", "/usr/lib64", "/usr/share", "/usr/libexec",
    "/usr/local/bin", "/usr/local/lib", "/etc/alternatives", "/etc/group", "/etc/hosts",
    "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/etc/nsswitch.conf", "/etc/passwd",
    "/etc/ssl", "/proc", "/sys/devices/system/cpu",
)  # fmt: skip
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_OF_THE_DRILL = {"checks.py", "solution", "solution.py", "right", "wrong"}
"""What no answer may read of its own drill."""
_THREADS = 256
_RUNNER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that isolation is made of, and whether it is to be had here."""

    name: str
    works: bool
    mend: str
    """What to do where it does not work."""


def parts() -> tuple[Part, ...]:
    """What `strict` isolation needs, and whether this machine has it."""
    linux = sys.platform == "linux"
    return (
        Part("Linux", linux, "Grade on Linux, in WSL or in a container."),
        Part(
            "Landlock (files, TCP)",
            linux and landlock.abi() > 0,
            "Linux 5.13 or newer with `landlock` among its security modules (lsm=…).",
        ),
        Part(
            "signals stay inside",
            linux and (privileges.is_root() or landlock.stops_signals()),
            "Linux 6.12 or newer, or start it as root: answers then run as another user.",
        ),
        Part(
            "seccomp (system calls)",
            linux and seccomp.known_here(),
            "A kernel with seccomp filters, on x86-64 or arm64.",
        ),
    )


def require(level: Isolation, drills: Iterable[Drill]) -> None:
    """Refuse what cannot be had.

    Args:
        level: as asked for.
        drills: whose checks and solutions must be out of an answer's reach.

    Raises:
        SetupError: it is `strict`, and this machine lacks a part of it.
    """
    if level != "strict":
        return
    open_to_all = [*map(Path, _SYSTEM), *_installed()]
    for drill in drills:
        if exposed := [folder for folder in open_to_all if drill.path.is_relative_to(folder)]:
            raise SetupError(
                f"strict isolation cannot hide {drill.path}: answers may read {exposed[0]}",
                mend="Move the course out of there, into a folder of its own.",
            )
    lacking = [part for part in parts() if not part.works]
    if lacking:
        raise SetupError(
            f"strict isolation needs what this machine lacks: "
            f"{', '.join(part.name for part in lacking)}",
            mend=f"{lacking[0].mend} Or accept less: --isolation basic (it is said on the report).",
        )


def prepare(drill: Drill, *, folder: Path, network: tuple[int, ...]) -> None:
    """Make a child's folder one that it can use, before it is forked; arguments as of `enter`.

    Args:
        drill: whose answer it is.
        folder: with everything that the parent has put there.
        network: TCP ports.
    """
    # So that no child has to find it out.
    _readable(drill)
    environment.place()
    _filter(drill, network)
    if not privileges.is_root():
        return
    user = privileges.user_of(os.getpid())
    folder.parent.chmod(0o711)  # access(2) asks by the real user, without capabilities
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)


def enter(drill: Drill, limits: Limits, *, folder: Path, network: tuple[int, ...]) -> None:
    """Put this process, which is to load the answer, into strict isolation.

    Args:
        drill: whose answer it is.
        limits: of the drill.
        folder: the one place where it may write.
        network: TCP ports that it may connect to: its database's, where that is not local.

    Raises:
        OSError: the kernel refused.
    """
    readable = _readable(drill)
    if privileges.is_root():
        most = limits.processes + _THREADS  # the kernel counts threads
        resource.setrlimit(resource.RLIMIT_NPROC, (most, most))
        privileges.become(privileges.user_of(os.getppid()))
        processes.end_with_parent(signal.SIGKILL)  # forgotten by the kernel with the change of user
    privileges.gain_none()
    landlock.restrict(
        readable=readable,
        writable=(folder, *map(Path, _DEVICES)),
        ports=network,
    )
    seccomp.restrict(_filter(drill, network))


@cache
def _installed() -> tuple[Path, ...]:
    """Where Python and what is installed with it lie."""
    named = (sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    programs = (sys.executable, os.path.realpath(sys.executable))
    others = (Path(sys.base_prefix, "lib"), Path(sys.prefix, "pyvenv.cfg"))
    return tuple(dict.fromkeys(map(Path, (*named, *programs, *others))))


@cache
def _readable(drill: Drill) -> tuple[Path, ...]:
    """What an answer may read: the system, Python, and what lies in the drill's folder for it.

    No path leads through a link, and none lies below another: each rule costs every child.
    """
    given = (path for path in drill.path.iterdir() if path.name not in _OF_THE_DRILL)
    named = (*map(Path, _SYSTEM), *_installed(), _RUNNER, *given)
    paths = {path.resolve() for path in named if path.exists()}
    return tuple(path for path in paths if not paths.intersection(path.parents))


@cache
def _filter(drill: Drill, network: tuple[int, ...]) -> bytes:
    """The filter of system calls: an answer that starts programs may also handle their signals."""
    starts = drill.grading.get("starts_programs", False)
    return seccomp.compiled(network=bool(network), signals=starts)


def holds(drill: Drill) -> Iterator[str]:
    """Try strict isolation in a child, as an answer would.

    Args:
        drill: whose checks and solution must be out of reach.

    Yields:
        A sentence for each thing that could be done and should not.
    """
    tried: list[tuple[str, Callable[[], object]]] = [
        ("reads the checks", drill.checks.read_bytes),
        ("lists the course", lambda: list(drill.path.parent.iterdir())),
        ("writes beside its folder", lambda: tempfile.TemporaryFile(dir=drill.path).close()),
        ("signals the process above it", lambda: os.kill(os.getppid(), 0)),
        ("opens a network socket", lambda: socket.socket(socket.AF_INET).close()),
    ]
    with temporary.folder("doctor") as made:
        folder = made / "answer"  # what is above it is opened to the answer's user
        folder.mkdir()
        prepare(drill, folder=folder, network=())
        for sentence, attempt in tried:
            if not _fails_inside(drill, folder, attempt):
                yield sentence


def _fails_inside(drill: Drill, folder: Path, attempt: Callable[[], object]) -> bool:
    from runner.model import Limits

    child = os.fork()
    if child == 0:
        code = 2
        try:
            enter(drill, Limits(), folder=folder, network=())
            try:
                attempt()
            except OSError:
                code = 0
            else:
                code = 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
