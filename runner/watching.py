"""See that an answer was saved, whatever the editor and the file system.

It looks at the content, fifty times a second: events of the file system do not come
everywhere (WSL, network folders), and tell nothing of what was written.  A look costs some
microseconds, since the content is read only where size, time or identity differ.
"""

from __future__ import annotations

import os
from pathlib import Path

from runner.errors import SetupError
from runner.workspace import digest

LOOK_SECONDS = 0.02


class Watched:
    """An answer under watch.

    Args:
        path: the file or folder; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._looks = self._look()
        self._settled = True
        self.digest = self._digest()
        """Of its content when it last stood still; None where it is missing."""

    def changed(self) -> bool:
        """Look again: whether the content is another than before, and no longer being written."""
        looks = self._look()
        if looks != self._looks:
            self._looks = looks
            self._settled = False  # wait for a look that sees no further change
            return False
        if self._settled:
            return False
        self._settled = True
        before, self.digest = self.digest, self._digest()
        return self.digest != before

    def _digest(self) -> str | None:
        try:
            return digest(self.path) if self.path.exists() else None
        except SetupError:  # gone meanwhile, or not readable: the check tells
            return None

    def _look(self) -> list[tuple[str, int, int, int]]:
        """What tells one content from another without reading it."""
        found = []
        for path in [self.path, *(_below(self.path) if self.path.is_dir() else ())]:
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((str(path), status.st_size, status.st_mtime_ns, status.st_ino))
        return found


def _below(folder: Path) -> list[Path]:
    found: list[Path] = []
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        found += [Path(parent, file) for file in sorted(files)]
    return found
