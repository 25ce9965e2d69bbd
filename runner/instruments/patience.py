"""How long an instrument may wait, so that it can still tell whom it has waited for in vain.

A check that reaches its own limit is ended, and nobody learns more than that.
"""

from __future__ import annotations

import math
import time

_SHARE, _MOST = 0.2, 1.0
"""Of a check's time what is kept to tell what came of it, and of seconds."""
_end = [math.inf]
"""When the check that runs has to be over; in plain pytest it has no limit."""


def begin(seconds: float) -> None:
    """A check begins.

    Args:
        seconds: what it may take.
    """
    _end[0] = time.monotonic() + seconds - min(seconds * _SHARE, _MOST)


def at_most(seconds: float) -> float:
    """The time for one wait.

    Args:
        seconds: what it may take by itself.

    Returns:
        Seconds: as many, or what is left of the check.
    """
    left = max(_end[0] - time.monotonic(), 0.0)
    return seconds if seconds <= left else round(left, 1)
