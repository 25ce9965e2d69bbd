"""The gradebook: which answers are marked already, and what they got.

It is the learner's progress file, or the PostgreSQL database that `DRILLS_GRADEBOOK_URL` names.
"""

from __future__ import annotations

import gc
import os
from functools import cached_property
from typing import TYPE_CHECKING

from runner.classroom.marks import GRADEBOOK_URL

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from runner.classroom.marks import Kept, Key
    from runner.classroom.marktable import MarkTable


class Gradebook:
    """Marks in a database that is opened on first need.

    What it takes to write one is slow to import.  Where there is no file yet, nothing is marked:
    the first answers are checked meanwhile.

    Args:
        progress: the file to use where `DRILLS_GRADEBOOK_URL` names no server.
    """

    def __init__(self, progress: Path) -> None:
        self._progress = progress
        self._url = os.environ.get(GRADEBOOK_URL)

    def open(self) -> None:
        """Create the database, or bring an older one to the newest revision.

        Raises:
            UsageError: `DRILLS_GRADEBOOK_URL` is no PostgreSQL URL.
            SetupError: the database cannot be used, or is somebody else's.
        """
        assert self._table

    def known(self, wanted: Iterable[Key]) -> dict[Key, Kept]:
        """Those answers that are marked already.

        Raises:
            DrillsError: as `open` does, or the database cannot be read.
        """
        is_new = not self._url and not self._progress.exists()
        return {} if is_new else self._table.known(wanted)

    def keep(self, key: Key, kept: Kept) -> None:
        """Write one answer's mark, in place of an older one; committed when this returns.

        Raises:
            DrillsError: as `open` does, or the database cannot be written.
        """
        self._table.keep(key, kept)

    @cached_property
    def _table(self) -> MarkTable:
        gc.disable()  # what is imported stays: looking for garbage in it costs an eighth
        from runner.classroom.marktable import MarkTable

        gc.enable()
        return MarkTable(self._progress, self._url)
