"""What a thread asks time.sleep() for."""

from __future__ import annotations

import functools
import sys
import threading
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

    Python tells of it from 3.13 on (the audit event `time.sleep`); before that nothing is noted.

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

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "time.sleep" and _watched.slept is not None:
            _watched.slept.append(arguments[0])

    sys.addaudithook(hook)
