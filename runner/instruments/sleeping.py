"""What a thread asks time.sleep() for."""

from __future__ import annotations

import functools
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Watched(threading.local):
    """Where this thread's sleeps are noted, if anywhere."""

    slept: list[float] | None = None


_watched = _Watched()


@contextmanager
def noting_sleep(slept: list[float]) -> Iterator[None]:
    """Note each time.sleep() of this thread in a `with` block.

    Python tells of it from 3.13 on (the audit event `time.sleep`); before that only a call of
    `time.sleep` by this name is noted.

    Args:
        slept: gets the seconds that were asked for, as it happens.
    """
    _hear_of_sleep()
    _watched.slept = slept
    try:
        yield
    finally:
        _watched.slept = None


@functools.cache
def _hear_of_sleep() -> None:
    """Such a hook stays for good, so there is one for all."""

    def note(seconds: float) -> None:
        if _watched.slept is not None:
            _watched.slept.append(seconds)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "time.sleep":
            note(arguments[0])

    if sys.version_info >= (3, 13):
        sys.addaudithook(hook)
        return
    original = time.sleep

    @functools.wraps(original)
    def sleep(seconds: float) -> None:
        note(seconds)
        original(seconds)

    time.sleep = sleep
