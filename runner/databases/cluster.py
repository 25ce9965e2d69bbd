"""The embedded PostgreSQL server of this user: started on need, shared, stopped with the last.

Two file locks carry it. `gate` is held for the short while in which the server is started or
stopped. `users` is held shared by everyone who uses it; the kernel frees it whatever ends them,
so nobody has to count processes or to trust a pid.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runner.databases.addresses import connection_string
from runner.databases.binaries import find_binaries
from runner.databases.home import is_root
from runner.databases.postmaster import PORT, SUPERUSER, Postmaster

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Server:
    """A server to connect to, and how its superuser does it."""

    dsn: str
    """For the superuser, to the database `postgres`. Never for a learner's code."""
    version: str
    source: str
    """Where it comes from, for `drills doctor`: a folder of programs, or a host."""
    socket_dir: Path | None
    """The folder of its socket; None for an external server."""
    embedded: bool = True


@dataclass(frozen=True, slots=True)
class Status:
    """What `drills db status` tells."""

    running: bool
    version: str
    pid: int | None
    data: Path
    log: Path
    source: Path
    """The folder of the server's programs."""
    in_use: bool
    """Whether any command uses it now."""
    kept: bool
    """Whether it stays running when nobody uses it."""


class Cluster:
    """One server per user, server version and durability.

    Args:
        home: the folder it lives in, see `runner.databases.home`.
        durable: with fsync and all, for checks that need it.
    """

    def __init__(self, home: Path, *, durable: bool = False) -> None:
        self._binaries = find_binaries()
        kind = "durable" if durable else "fast"
        self._folder = home / f"postgres-{self._binaries.version}-{kind}"
        self._postmaster = Postmaster(self._folder, home, self._binaries, durable=durable)
        self._keep = self._folder / "keep"

    @contextlib.contextmanager
    def using(self) -> Iterator[Server]:
        """The running server, for as long as the block lasts.

        On leaving it is stopped where nobody else uses it and `start_and_keep` was not asked.

        Raises:
            SetupError: it cannot be started.
        """
        with contextlib.ExitStack() as stack:
            with self._gate():
                users = stack.enter_context(self._opened("users"))
                _lock(users, shared=True)
                stack.callback(self._leave, users)
                self._start_when_down()
            yield self._server()

    def ensure_running(self) -> Server:
        """Start the server again where it died under us; call it inside `using()`.

        Raises:
            SetupError: it cannot be started.
        """
        with self._gate():
            self._start_when_down()
        return self._server()

    def start_and_keep(self) -> Server:
        """Start the server and leave it running when nobody uses it.

        Raises:
            SetupError: it cannot be started.
        """
        with self._gate():
            self._start_when_down()
            self._keep.touch()
        return self._server()

    def stop(self) -> bool:
        """Take back `start_and_keep`; False where others still use it, then the last one stops it.

        Raises:
            SetupError: the lock files cannot be written.
        """
        with self._gate(), self._opened("users") as users:
            self._keep.unlink(missing_ok=True)
            return self._stop_when_unused(users)

    def status(self) -> Status:
        """How things stand; starts and stops nothing."""
        with self._gate(), self._opened("users") as users:
            running = self._postmaster.is_running()
            return Status(
                running=running,
                version=self._binaries.version,
                pid=self._postmaster.pid if running else None,
                data=self._postmaster.data,
                log=self._postmaster.log,
                source=self._binaries.folder,
                in_use=not _lock(users, wait=False),
                kept=self._keep.exists(),
            )

    def program(self, name: str) -> Path:
        """The path of one of PostgreSQL's own programs: `psql`."""
        return self._binaries.program(name)

    def _server(self) -> Server:
        socket_dir = self._postmaster.socket_folder
        return Server(
            dsn=connection_string(
                host=str(socket_dir),
                port=str(PORT),
                user=SUPERUSER,
                password=self._postmaster.password,
                dbname="postgres",
            ),
            version=self._binaries.version,
            source=str(self._binaries.folder),
            socket_dir=socket_dir,
        )

    def _start_when_down(self) -> None:
        if not self._postmaster.is_running():
            self._postmaster.start()

    def _leave(self, users: int) -> None:
        """Give up our share, and stop the server where it was the last one."""
        with self._gate():
            _unlock(users)
            if not self._keep.exists():
                self._stop_when_unused(users)

    def _stop_when_unused(self, users: int) -> bool:
        if not _lock(users, wait=False):
            return False
        if self._postmaster.is_running():
            self._postmaster.stop()
        return True

    @contextlib.contextmanager
    def _gate(self) -> Iterator[None]:
        """One process at a time starts or stops."""
        with self._opened("gate") as gate:
            _lock(gate)
            yield

    @contextlib.contextmanager
    def _opened(self, name: str) -> Iterator[int]:
        """A lock file; closing it frees the lock.

        It lies in a folder that is never removed: a lock on a removed file excludes nobody.
        """
        if not self._folder.is_dir():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            if is_root():
                self._folder.chmod(0o711)
        descriptor = os.open(self._folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def _lock(descriptor: int, *, shared: bool = False, wait: bool = True) -> bool:
    """Take the lock; False where it is taken and `wait` is off."""
    import fcntl

    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, kind if wait else kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _unlock(descriptor: int) -> None:
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_UN)
