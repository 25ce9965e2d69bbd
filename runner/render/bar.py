"""One line on a terminal that says how far a long command is, and how long it will take."""

from __future__ import annotations

import sys
from time import monotonic

_WIDTH = 30


class Bar:
    """A progress bar on stderr: written over as it grows, gone at the end.

    Where stderr is no terminal it writes nothing.
    """

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._began: tuple[float, int] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show how far it is.

        Args:
            done: answers.
            total: answers, too.  What was done at the first call took no time.
        """
        if not self._shown:
            return
        if self._began is None:
            self._began = monotonic(), done
        filled = round(_WIDTH * done / max(total, 1))
        line = f"[{'=' * filled}{' ' * (_WIDTH - filled)}] {done} of {total} answers"
        self._write("" if done == total else line + self._left(done, total))

    def clear(self) -> None:
        """Take the line away, also where the work ended early."""
        if self._shown:
            self._write("")

    def _left(self, done: int, total: int) -> str:
        assert self._began is not None
        began, before = self._began
        if done == before:
            return ""
        seconds = (monotonic() - began) / (done - before) * (total - done)
        return f", {seconds:.0f} s left" if seconds < 100 else f", {seconds / 60:.0f} min left"

    def _write(self, line: str) -> None:
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()
