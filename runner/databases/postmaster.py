"""Makes one embedded PostgreSQL server's files, starts it and stops it.

Nothing here is shared or locked: `runner.databases.cluster` calls it under a file lock.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from runner.databases import memory
from runner.databases.binaries import Binaries, nobody, require_name, runnable, server_user
from runner.databases.home import is_root
from runner.databases.memory import make_private
from runner.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Sequence

PORT = 5432
"""Only a part of the socket's name: the server listens on no network."""
SUPERUSER = "postgres"

_POLL = 0.005
_START_SECONDS = 20.0
_STOP_SECONDS = 5.0
_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
"""The one message of PostgreSQL's protocol that is answered (with `N`) before any login."""
_SOCKET_PATH_BYTES = 100
"""The system allows 104 to 108 bytes for the whole path of a socket."""

_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "dynamic_shared_memory_type": "mmap",  # containers have a tiny /dev/shm
    "huge_pages": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "jit": "off",
    "deadlock_timeout": "100ms",  # how soon a deadlock is looked for, not how long a wait may last
    "timezone": "UTC",
    "password_encryption": "scram-sha-256",
    "scram_iterations": "1",  # iterations slow down guessing; our secrets have 256 random bits
}
_FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def _make_with(command: Sequence[str], target: Path, *, said: str = "") -> None:
    """Run a program that makes a part of a cluster, and say something to it.

    Raises:
        SetupError: it failed.
    """
    how = server_user()
    del how["stdin"]
    result = subprocess.run(
        command,
        **how,
        input=said.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if result.returncode:
        told = result.stdout.decode(errors="replace").strip().splitlines()
        raise SetupError(
            f"{Path(command[0]).name} cannot make {target}: {told[-1] if told else 'it failed'}",
            mend="Set DRILLS_HOME to a folder you can write, with 100 MB free.",
        )


class Postmaster:
    """One server: its data, its socket, its log and its process.

    Args:
        folder: where all of it lives.
        home: where programs may be copied to.
        durable: keep what a power cut must not take (slower).
    """

    def __init__(self, folder: Path, home: Path, binaries: Binaries, *, durable: bool) -> None:
        self._folder = folder
        self._home = home
        self._binaries = binaries
        self._settings = _SETTINGS if durable else _SETTINGS | _FAST_SETTINGS
        self._process: subprocess.Popen[bytes] | None = None
        self._durable = durable
        self._cluster = folder / "cluster"
        self.data = self._cluster / "data"
        self.log = folder / "server.log"
        self.socket_folder = self._choose_socket_folder()

    @property
    def password(self) -> str:
        """The superuser's password, from a file that only we can read."""
        return (self._cluster / "password").read_text(encoding="ascii")

    @property
    def pid(self) -> int | None:
        """The server's process, as far as its pid file tells."""
        lines = self._pid_file_lines()
        return int(lines[0]) if lines else None

    def is_running(self) -> bool:
        """Whether the server answers.

        The pid file alone may be an old one, its number now another program's; and a postmaster
        that was just killed still has its socket open for a moment.
        """
        if self.pid is None:
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(_STOP_SECONDS)
            try:
                probe.connect(str(self._socket))
                probe.sendall(_SSL_REQUEST)
                return probe.recv(1) == b"N"
            except OSError:
                return False

    def start(self) -> None:
        """Start the server and return when it takes connections; made first when it is missing.

        Raises:
            SetupError: it does not start; the message has the log's last line.
        """
        self._reap()
        binaries = runnable(self._binaries, self._home)
        rebuilt = False
        if not self.data.is_dir():
            self._make(binaries)
            rebuilt = True
        self._make_socket_folder()
        deadline = time.monotonic() + _START_SECONDS
        while not self._try_start(binaries, deadline):
            said = self._log_tail()
            # A killed postmaster stays a zombie, or its children live on, for a second or two.
            passing = "lock file" in said or "shared memory block" in said
            if passing and time.monotonic() < deadline:
                time.sleep(10 * _POLL)
            elif not passing and not rebuilt:
                # Everything in it is disposable, and a power cut may have broken it.
                shutil.rmtree(self._cluster.resolve())
                self._make(binaries)
                rebuilt = True
            else:
                raise SetupError(
                    f"PostgreSQL does not start: {said or 'it said nothing'}",
                    mend=f"Its log is {self.log}. Or set DRILLS_POSTGRES_URL to a server of yours.",
                )

    def stop(self) -> None:
        """Stop the server: in order, then at once, then by force."""
        pid = self.pid
        if pid is None:
            return
        for number, seconds in (
            (signal.SIGINT, _STOP_SECONDS),
            (signal.SIGQUIT, _STOP_SECONDS),
            (signal.SIGKILL, 0.0),
        ):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            deadline = time.monotonic() + seconds
            while self._pid_file_lines() and time.monotonic() < deadline:
                time.sleep(_POLL / 2)
            if not self._pid_file_lines():
                break
        self._reap()

    @property
    def _socket(self) -> Path:
        return self.socket_folder / f".s.PGSQL.{PORT}"

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _reap(self) -> None:
        """Collect our own dead server: as a zombie it would still look alive to the next one."""
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=_STOP_SECONDS)
            self._process = None

    def _try_start(self, binaries: Binaries, deadline: float) -> bool:
        """Start once; False when the process ends before it is ready."""
        arguments = [str(binaries.program("postgres")), "-D", str(self.data)]
        # The setting is a list: quotes keep a comma or a space in the path.
        quoted = str(self.socket_folder).replace('"', '""')
        settings = self._settings | {"unix_socket_directories": f'"{quoted}"', "port": str(PORT)}
        for name, value in settings.items():
            arguments += ["-c", f"{name}={value}"]
        with self.log.open("wb") as log:
            process = subprocess.Popen[bytes](
                arguments,
                **server_user(),
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is not for the server
            )
        while process.poll() is None:
            lines = self._pid_file_lines()
            # The eighth line is the state; the first tells this server's file from an old one.
            if len(lines) > 7 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
                self._process = process
                return True
            if time.monotonic() > deadline:
                process.kill()
                process.wait()
                return False
            time.sleep(_POLL)
        return False

    def _log_tail(self) -> str:
        """The last thing the server complained about."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        serious = [line for line in lines if "FATAL" in line or "PANIC" in line or "error" in line]
        return (serious or lines or [""])[-1]

    def _make(self, binaries: Binaries) -> None:
        """initdb into a folder beside, renamed when complete: a kill leaves no half cluster."""
        require_name()
        target = self._cluster if self._durable else memory.place_for(self._cluster)
        unfinished = target.with_name("cluster.unfinished")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        data, password = unfinished / "data", unfinished / "password"
        data.mkdir(mode=0o700)
        password.touch(mode=0o600)
        password.write_text(secrets.token_hex(32), encoding="ascii")
        if is_root():
            unfinished.chmod(0o711)
            os.chown(data, *nobody())
            os.chown(password, *nobody())  # initdb reads it
        command = [
            str(binaries.program("initdb")), "-D", str(data), "-U", SUPERUSER,
            f"--pwfile={password}", "--auth=scram-sha-256",
            "-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--no-sync", "--no-data-checksums", "--no-instructions",
            "-c", "dynamic_shared_memory_type=mmap", "-c", "scram_iterations=1",
        ]  # fmt: skip
        _make_with(command, target)
        # Each database is then a quarter of the files and a seventh of the bytes less to copy and
        # to remove: the maps of what is free and visible in the catalogue, which needs none.
        alone = [str(binaries.program("postgres")), "--single", "-F", "-D", str(data), "template0"]
        _make_with(alone, target, said="VACUUM FULL")
        if is_root():
            os.chown(password, 0, 0)
        unfinished.rename(target)
        if target != self._cluster:
            self._cluster.unlink(missing_ok=True)
            self._cluster.symlink_to(target)

    def _choose_socket_folder(self) -> Path:
        """Beside the data, or where that is too long (or splits in a URL) below /tmp."""
        beside = self._folder / "socket"
        path = str(beside / f".s.PGSQL.{PORT}.lock")
        if len(os.fsencode(path)) < _SOCKET_PATH_BYTES and not set(path) & set(",:"):
            return beside
        digest = hashlib.sha256(os.fsencode(self._folder)).hexdigest()[:16]
        return Path(f"/tmp/drills-{os.getuid()}-{digest}")

    def _make_socket_folder(self) -> None:
        """Make it; the server, which for root is another user, owns it."""
        make_private(self.socket_folder)
        if is_root():
            os.chown(self.socket_folder, *nobody())
