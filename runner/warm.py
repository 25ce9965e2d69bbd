"""A checking process that stays: it has collected one drill's checks, and checks on demand.

    python -P -m runner.warm /path/to/drill

It speaks JSON lines over the socket that is its stdin and stdout, and ends when that closes.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from runner import processes
from runner.errors import SetupError
from runner.replies import error_reply, send_reply, verdict_of

if TYPE_CHECKING:
    from runner.checking import Checker
    from runner.model import Drill, Verdict


class Warm:
    """The watcher's end of the process.  Starting it returns at once.

    Args:
        drill: whose answers it will check.
    """

    def __init__(self, drill: Drill) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "runner.warm", str(drill.path)],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                start_new_session=True,  # Ctrl-C is for the watcher
            )
        self._stream = self._socket.makefile("rb")

    def fileno(self) -> int:
        """Readable when a verdict is there."""
        return self._socket.fileno()

    def ask(self, answer: Path, *, keep_as: str) -> None:
        """Have an answer checked; `receive` gets the verdict.

        Args:
            answer: the file or folder.
            keep_as: keep the PostgreSQL database of the first failing check under this name.

        Raises:
            SetupError: the process has ended.
        """
        request = {"answer": str(answer), "keep_as": keep_as}
        try:
            self._socket.sendall(json.dumps(request).encode() + b"\n")
        except OSError:
            raise _ended() from None

    def receive(self) -> Verdict:
        """The verdict on what was asked last; waits for it.

        Raises:
            DrillsError: as `runner.checking.check` does, or the process has ended.
        """
        try:
            line = self._stream.readline()
        except OSError:
            line = b""
        if not line:
            raise _ended()
        return verdict_of(json.loads(line))

    def close(self) -> None:
        """End the process."""
        self._stream.close()
        self._socket.close()
        self._process.wait()


def _ended() -> SetupError:
    return SetupError("the process that checks your answer has ended", mend="Start watch again.")


def main() -> None:
    """Collect, then answer until nobody asks any more."""
    gc.disable()  # what is imported stays: looking for garbage in it costs a third
    checking_now = False

    def stop(*_: object) -> None:
        if checking_now:  # otherwise the socket has closed as well, and that ends us in order
            sys.exit(3)

    signal.signal(signal.SIGTERM, stop)
    processes.end_with_parent(signal.SIGTERM)
    channel = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):  # what a check prints must not look like a verdict
        os.dup2(nothing, number)
    from runner import checking
    from runner.catalog import drill_at
    from runner.errors import DrillsError

    def serve(checker: Checker) -> None:
        nonlocal checking_now
        lanes = checking.lanes()
        for line in channel.makefile("rb"):
            asked = json.loads(line)
            answer, keep_as = Path(asked["answer"]), asked["keep_as"]
            checking_now = True
            send_reply(
                lambda told, answer=answer, keep_as=keep_as: checker.check(
                    answer, lanes=lanes, look="failure", keep_as=keep_as, told=told
                ),
                channel.sendall,
            )
            checking_now = False
            checker.prepare(answer, lanes=lanes, look="failure")

    try:
        checking.with_checker(drill_at(Path(sys.argv[1])), serve)
    except DrillsError as error:
        channel.sendall(json.dumps(error_reply(error)).encode() + b"\n")
    except (BrokenPipeError, ConnectionResetError):
        pass


if __name__ == "__main__":
    main()
