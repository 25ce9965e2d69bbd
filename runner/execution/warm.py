"""A checking process that stays: it has collected one drill's checks, and checks on demand.

    python -P -m runner.execution.warm /path/to/drill

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
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from runner import instruments, processes, temporary
from runner.errors import EXIT_TOOL, SetupError
from runner.execution.replies import error_reply, send_reply, verdict_of

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
                [sys.executable, "-P", "-m", "runner.execution.warm", str(drill.path)],
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
        """
        request = {"answer": str(answer), "keep_as": keep_as}
        with suppress(OSError):  # it has ended: `receive` reads why, where it said so
            self._socket.sendall(json.dumps(request).encode() + b"\n")

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
            raise SetupError(
                "the process that checks your answer has ended",
                mend="Save a change to your file: that starts another.",
            )
        return verdict_of(json.loads(line))

    def close(self) -> None:
        """End the process, whatever it is checking."""
        self._stream.close()
        self._socket.close()
        self._process.terminate()
        self._process.wait()


def main() -> None:
    """Collect, then answer until nobody asks any more."""
    gc.disable()  # what is imported stays: looking for garbage in it costs a third
    checking_now = told_to_end = False

    def stop(*_: object) -> None:
        nonlocal told_to_end
        told_before, told_to_end = told_to_end, True
        # When we do not check, the socket has closed as well, and that ends us in order.
        if checking_now and not told_before:
            sys.exit(EXIT_TOOL)

    signal.signal(signal.SIGTERM, stop)
    processes.end_with_parent(signal.SIGTERM)
    channel = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):  # what a check prints must not look like a verdict
        os.dup2(nothing, number)
    from runner import checking
    from runner.catalog import drill_at

    def send(reply: bytes) -> None:
        nonlocal checking_now
        checking_now = False  # what is left is to put the children away: let that be done
        channel.sendall(reply)

    def serve(checker: Checker) -> None:
        nonlocal checking_now
        lanes = checking.lanes()
        for line in channel.makefile("rb"):
            asked = json.loads(line)
            answer, keep_as = Path(asked["answer"]), asked["keep_as"]
            checking_now = True
            if told_to_end:  # while this was read
                return
            send_reply(
                lambda told, answer=answer, keep_as=keep_as: checker.check(
                    answer, lanes=lanes, look="failure", keep_as=keep_as, told=told
                ),
                send,
            )
            instruments.import_all()  # there is time now
            checker.prepare(answer, lanes=lanes, look="failure")

    with suppress(BrokenPipeError, ConnectionResetError):  # nobody wants to know any more
        try:
            checking.with_checker(drill_at(Path(sys.argv[1])), serve)
        except Exception as error:
            channel.sendall(json.dumps(error_reply(error)).encode() + b"\n")
        finally:
            temporary.put_away()


if __name__ == "__main__":
    main()
