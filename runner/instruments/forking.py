"""Run a piece of a check in a forked child and read what it sends back through a pipe."""

from __future__ import annotations

import json
import os
import selectors
import signal
import sys
import time
import traceback
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class ErrorSummary:
    """An exception of another process."""

    type: str
    """The name of its class: `"IntegrityError"`."""
    message: str
    bases: tuple[str, ...] = ()
    """The names of the class and all its bases, for a subclass that the answer defines."""
    line: str = ""
    """Where in the answer it was raised: `exercise.py:31`."""

    def __str__(self) -> str:
        place = f" at {self.line}" if self.line else ""
        return f"{self.type}: {self.message}{place}" if self.message else f"{self.type}{place}"


class Tell(Protocol):
    """Sends one message, anything JSON can hold, to the parent."""

    def __call__(self, message: Any, /) -> None:
        """Send it."""
        ...


class Child:
    """A forked child, its messages and its end.

    Args:
        work: Runs in the child with a function that sends a message to the parent.  Whatever it
            raises is printed to the child's stderr: handle errors inside.
    """

    def __init__(self, work: Callable[[Tell], None]) -> None:
        self.messages: list[Any] = []
        self.signal: int | None = None
        """The signal that killed it, once it has ended."""
        self._buffer = b""
        self._fd, write_fd = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        with warnings.catch_warnings():
            # Python warns of threads that hold locks; those of a finished race hold none.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:
            os.close(self._fd)
            _run_and_leave(work, write_fd)
        os.close(write_fd)
        self.has_ended = False

    def fileno(self) -> int:
        """The reading end of the pipe, for selectors."""
        return self._fd

    def read(self) -> None:
        """Take in what the child has sent; note its end.  Blocks until there is something."""
        data = os.read(self._fd, 65536)
        if not data:
            self._reap()
            return
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        self.messages += [json.loads(line) for line in lines]

    def kill(self) -> None:
        """End it at once, if it has not ended."""
        if not self.has_ended:
            os.kill(self.pid, signal.SIGKILL)
            self._reap()

    def _reap(self) -> None:
        _, status = os.waitpid(self.pid, 0)
        self.has_ended = True
        self.signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
        os.close(self._fd)


def wait_for(
    children: Iterable[Child], seconds: float, until: Callable[[Child], bool] | None = None
) -> list[Child]:
    """Read from children until all have ended or the time is over.

    Args:
        children: Those to wait for.
        seconds: The limit for all of them together.
        until: What to wait for, where it is not the end.

    Returns:
        Those that did not get there.
    """
    end = time.monotonic() + seconds
    is_done = until or (lambda child: child.has_ended)
    waiting = [child for child in children if not child.has_ended and not is_done(child)]
    with selectors.DefaultSelector() as selector:
        for child in waiting:
            selector.register(child, selectors.EVENT_READ)
        while waiting and (left := end - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                child: Any = key.fileobj
                selector.unregister(child)
                child.read()
                if child.has_ended or is_done(child):
                    waiting.remove(child)
                else:
                    selector.register(child, selectors.EVENT_READ)
    return waiting


def _run_and_leave(work: Callable[[Tell], None], write_fd: int) -> None:
    def tell(message: Any) -> None:
        view = memoryview(as_json(message) + b"\n")
        while view:
            view = view[write(write_fd, view) :]

    # The crash instrument wraps `os.write`: a message is no step of the work.
    write = getattr(os.write, "__wrapped__", os.write)
    try:
        _leave_parents_connections_alone()
        work(tell)
    except BaseException:
        traceback.print_exc()
    finally:
        # No interpreter shutdown: what the parent had open is not the child's to close.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _leave_parents_connections_alone() -> None:
    if "sqlalchemy" in sys.modules:
        from runner.instruments.sqllog_sqlalchemy import abandon_inherited_connections

        abandon_inherited_connections()
    from runner.instruments.sqllog import SqlLog
    from runner.instruments.sqlstate import active

    log = active()
    if isinstance(log, SqlLog):
        log.start_check()


def as_json(value: Any) -> bytes:
    """JSON in one line; what it cannot hold travels as its repr."""
    try:
        return json.dumps(value, default=repr).encode()
    except (TypeError, ValueError):
        return json.dumps(repr(value)).encode()


def summary_of(error: BaseException, line: str = "") -> dict[str, Any]:
    """What travels of an exception: the fields of an `ErrorSummary`."""
    return {
        "type": type(error).__name__,
        "message": str(error),
        "bases": [base.__name__ for base in type(error).__mro__],
        "line": line,
    }


def summary_from(data: dict[str, Any]) -> ErrorSummary:
    """The `ErrorSummary` that `summary_of` described."""
    return ErrorSummary(data["type"], data["message"], tuple(data["bases"]), data["line"])
