"""Find the answer's own line in a stack of frames."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType


_CHECKS = "the check"


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
        self._labels = _Labels(None)

    def _labels_of_files(self) -> _Labels:
        folder = self._folder()
        # Identity first: to compare two paths costs as much as all the rest of a statement.
        if folder is not self._labels.folder and folder != self._labels.folder:
            self._labels = _Labels(folder)
        return self._labels

    def of(self, frame: FrameType | None) -> str:
        """Where in the answer a stack stands.

        Args:
            frame: The innermost frame.

        Returns:
            `exercise.py:31`, or an empty string where no frame belongs to the answer, or where
            the answer has called a function of the check's, which did this.
        """
        labels = self._labels_of_files()
        while frame is not None:
            label = labels[frame.f_code.co_filename]
            if label == _CHECKS:
                return ""
            if label:
                return f"{label}:{frame.f_lineno}"
            frame = frame.f_back or _frame_outside_greenlet(frame)
        return ""

    def of_error(self, error: BaseException) -> str:
        """The answer's last line on the way to an exception, or an empty string."""
        labels = self._labels_of_files()
        line, trace = "", error.__traceback__
        while trace is not None:
            label = labels[trace.tb_frame.f_code.co_filename]
            line = f"{label}:{trace.tb_lineno}" if label and label != _CHECKS else line
            trace = trace.tb_next
        return line

    def of_thread(self, ident: int | None) -> str:
        """Where in the answer a thread stands, or where at all when it is not in the answer."""
        frame = sys._current_frames().get(ident or 0)
        if frame is None:
            return "nowhere: it has ended"
        inner = f"{os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}"  # noqa: PTH119
        return self.of(frame) or inner


class _Labels(dict[str, str]):
    """File -> its path below the answer's folder, with forward slashes; empty elsewhere, but for
    the files of checks.

    A dictionary that fills itself, since it is asked for each frame below each statement.
    """

    def __init__(self, folder: Path | None) -> None:
        super().__init__()
        self.folder = folder
        bases = () if folder is None else (str(folder), os.path.realpath(folder))
        self._starts = tuple(base + os.sep for base in bases)

    def __missing__(self, file: str) -> str:
        below = (file[len(start) :] for start in self._starts if file.startswith(start))
        elsewhere = _CHECKS if file.endswith(f"{os.sep}checks.py") else ""
        label = self[file] = next(below, elsewhere).replace(os.sep, "/")
        return label


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
