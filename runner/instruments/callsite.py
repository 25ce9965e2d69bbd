"""Find the answer's own line in a stack of frames."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType


def nowhere() -> Path | None:
    """The folder of an answer, where there is none."""
    return None


class CallSites:
    """Names the first frame of a stack whose file lies in the answer's folder.

    Args:
        folder: Gives the folder the answer was loaded from, or None while there is none.
    """

    def __init__(self, folder: Callable[[], Path | None] = nowhere) -> None:
        self._folder = folder
        self._known_for: Path | None = None
        self._labels: dict[str, str] = {}

    def of_error(self, error: BaseException) -> str:
        """The answer's last line on the way to an exception, or an empty string."""
        line, trace = "", error.__traceback__
        while trace is not None:
            label = self._label(trace.tb_frame.f_code.co_filename)
            line = f"{label}:{trace.tb_lineno}" if label else line
            trace = trace.tb_next
        return line

    def of(self, frame: FrameType | None) -> str:
        """Where in the answer a stack stands.

        Args:
            frame: The innermost frame.

        Returns:
            `exercise.py:31`, or an empty string where no frame belongs to the answer.
        """
        while frame is not None:
            label = self._label(frame.f_code.co_filename)
            if label:
                return f"{label}:{frame.f_lineno}"
            frame = frame.f_back or _frame_outside_greenlet(frame)
        return ""

    def _label(self, file: str) -> str:
        """A file's path below the answer's folder; empty when it is not there."""
        folder = self._folder()
        if folder is None:
            return ""
        if folder != self._known_for:
            self._known_for, self._labels = folder, {}
        label = self._labels.get(file)
        if label is None:
            label = self._labels[file] = _relative(file, folder)
        return label

    def of_thread(self, ident: int | None) -> str:
        """Where in the answer a thread stands, or where at all when it is not in the answer."""
        frame = sys._current_frames().get(ident or 0)
        if frame is None:
            return "nowhere: it has ended"
        inner = f"{os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}"  # noqa: PTH119
        return self.of(frame) or inner


def _relative(file: str, folder: Path) -> str:
    """The path below the answer's folder, with forward slashes; empty when it is not there."""
    for base in (str(folder), os.path.realpath(folder)):
        if file.startswith(base + os.sep):
            return file[len(base) + 1 :].replace(os.sep, "/")
    return ""


def _frame_outside_greenlet(frame: FrameType) -> FrameType | None:
    """The frame that awaits, where SQLAlchemy runs its synchronous part in a greenlet.

    A greenlet has a stack of its own, so `f_back` ends there; the coroutine that switched into
    it is the frame at which the parent greenlet stands.
    """
    greenlet = sys.modules.get("greenlet")
    if greenlet is None:
        return None
    parent = greenlet.getcurrent().parent
    outside = None if parent is None else parent.gr_frame
    # The walk is already outside once it has passed the parent's frame.
    inner = outside
    while inner is not None:
        if inner is frame:
            return None
        inner = inner.f_back
    return outside
