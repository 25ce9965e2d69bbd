"""Measure the peak memory of a piece of work."""

from __future__ import annotations

import gc
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runner.instruments import patience
from runner.instruments.callsite import CallSites
from runner.instruments.forking import Child, summary_from, summary_of, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from runner.instruments.forking import Tell

MIB = 1024 * 1024


class Memory:
    """Measures in a forked child, so that nothing of the check's own memory counts.

    Args:
        sites: Finds the answer's lines, for errors of the work.
    """

    def __init__(self, sites: CallSites | None = None) -> None:
        self._sites = sites or CallSites()

    def peak_of(self, work: Callable[[], Any], *, seconds: float = 60.0) -> float:
        """Run the work in a child and tell how far its memory grew at most.

        On Linux this is the growth of the resident set's high-water mark, `VmHWM` in
        `/proc/self/status`, which a write to `/proc/self/clear_refs` resets (proc(5));
        elsewhere that of `ru_maxrss`.

        Args:
            work: What to run; what it changes in Python's memory is lost.
            seconds: The limit.

        Returns:
            MiB.  About 1 MiB is noise.

        Raises:
            AssertionError: When the work raises, hangs, or dies.
        """
        __tracebackhide__ = True
        seconds = patience.at_most(seconds)
        child = Child(lambda tell: self._measure(work, tell))
        stuck = wait_for([child], seconds)
        child.kill()
        if stuck:
            raise AssertionError(f"the work had not ended after {seconds:g} s")
        if not child.messages:
            raise AssertionError(f"the work died (signal {child.signal}) while it was measured")
        message = child.messages[0]
        if "error" in message:
            raise AssertionError(f"the work raised {summary_from(message['error'])}")
        return message["growth"] / MIB

    def _measure(self, work: Callable[[], Any], tell: Tell) -> None:
        # Garbage of the check would be collected at some moment and make room; so would what
        # malloc keeps for later.
        gc.collect()
        _give_back()
        before = _reset_peak()
        try:
            work()
        except BaseException as error:
            tell({"error": summary_of(error, self._sites.of_error(error))})
        else:
            tell({"growth": max(0, _peak() - before)})


def _give_back() -> None:
    """Return what malloc keeps unused to the system, where it is glibc's."""
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _reset_peak() -> int:
    """Set the high-water mark to what is in use, where that can be done, and return it."""
    # Where it cannot: a fresh child's mark is what its parent used when it forked, close enough.
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> int:
    """The high-water mark of this process's resident set, in bytes."""
    # A sandbox may hide /proc.
    with suppress(OSError):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        mark = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
        if mark:
            return int(mark[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
