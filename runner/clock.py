"""The time that an answer has: without what passed while this process itself could not run."""

from __future__ import annotations

from time import monotonic

_LATE = 1.0
"""Seconds after which being woken late is more than a busy machine's doing."""


class Clock:
    """Seconds that only go on while the process that asks does.

    A machine may be suspended, or its processes stopped, in the middle of a run.  That time is
    nobody's: no answer is to be ended because of it.
    """

    def __init__(self) -> None:
        self._lost = 0.0

    def now(self) -> float:
        """The moment, on a scale of its own."""
        return monotonic() - self._lost

    def waited(self, since: float, patience: float) -> None:
        """A wait is over: leave out what it took too long.

        Args:
            since: when it began, by `now`.
            patience: the seconds after which it had to be over.
        """
        late = self.now() - since - patience
        if late > _LATE:
            self._lost += late
