"""The run's side of the supply of PostgreSQL databases: starts the process and speaks to it.

Imports next to nothing: the slow work is the other process's, beside this one's own imports.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runner.errors import DrillError, SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RESTART = "Run the command again; the log is supply.log in the folder that drills doctor shows."

_ending: list[subprocess.Popen[bytes]] = []
"""Processes left to finish by themselves, collected at the next start."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A fresh database of one's own, with a role that owns it and nothing else."""

    name: str
    dsn: str
    """For `psycopg2.connect`."""
    url: str
    """For `create_engine`: `postgresql+psycopg2://…`."""
    async_url: str
    """For `create_async_engine`: `postgresql+asyncpg://…`."""


class PostgresSupply:
    """Hands out fresh databases; make it with `start`."""

    def __init__(self, process: subprocess.Popen[bytes], channel: socket.socket) -> None:
        self._process = process
        self._channel = channel

    @classmethod
    def start(cls, checks: Path | None, *, durable: bool = False) -> PostgresSupply:
        """Start the process and return at once; what goes wrong there, `receive` tells.

        Args:
            checks: the drill's `checks.py`, for its `seed`; None for empty databases.
            durable: on a server that syncs its files.
        """
        _ending[:] = [process for process in _ending if process.poll() is None]
        ours, theirs = socket.socketpair()
        options = {"checks": str(checks.absolute()) if checks else None, "durable": durable}
        with theirs:
            process = subprocess.Popen(
                # -P: nothing in the current folder may pass for a module of ours.
                [sys.executable, "-P", "-m", "runner.databases.supply", json.dumps(options)],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                start_new_session=True,
            )
        return cls(process, ours)

    def fileno(self) -> int:
        """Readable when an answer is there."""
        return self._channel.fileno()

    def request(self) -> None:
        """Ask for one database; `receive` gets the answer."""
        self._send({"take": True})

    def receive(self) -> Grant:
        """Read one answer; waits until it is there.

        Raises:
            SetupError: there is no server to be had.
            DrillError: the drill's `seed` fails.
        """
        answer: dict[str, Any] = json.loads(self._read_line())
        if error := answer.get("error"):
            kind = DrillError if error["kind"] == "DrillError" else SetupError
            raise kind(error["message"], mend=error["mend"])
        return Grant(**answer["granted"])

    def take(self) -> Grant:
        """Ask for one database and wait for it.

        Raises:
            SetupError: there is no server to be had.
            DrillError: the drill's `seed` fails.
        """
        self.request()
        return self.receive()

    def give_back(self, grant_name: str, *, keep_as: str | None = None) -> None:
        """Have a database dropped later, or kept for `runner.databases.kept` to show.

        Args:
            grant_name: the grant's `name`.
            keep_as: the name to keep it under, in place of an older one.
        """
        self._send({"give_back": grant_name, "keep_as": keep_as})

    def close(self, *, wait: bool = False) -> None:
        """Let the process drop everything and end.

        Args:
            wait: return when that is done.
        """
        self._channel.close()
        if wait:
            self._process.wait()
        else:
            _ending.append(self._process)

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._channel.sendall(json.dumps(message).encode() + b"\n")
        except OSError as error:
            raise _ended() from error

    def _read_line(self) -> bytes:
        """Exactly one line: what is behind it stays in the socket, where select sees it."""
        line = b""
        while not line.endswith(b"\n"):
            try:
                waiting = self._channel.recv(65536, socket.MSG_PEEK)
                piece = self._channel.recv(waiting.find(b"\n") + 1 or len(waiting))
            except OSError:
                piece = b""
            if not piece:
                raise _ended()
            line += piece
        return line


def _ended() -> SetupError:
    return SetupError("the PostgreSQL supply has ended", mend=_RESTART)


@contextlib.contextmanager
def scratch_postgres() -> Iterator[str]:
    """The URL (`postgresql+psycopg2://…`) of an empty database that is dropped afterwards.

    Raises:
        SetupError: there is no server to be had.
    """
    supply = PostgresSupply.start(None)
    try:
        yield supply.take().url
    finally:
        supply.close(wait=True)
