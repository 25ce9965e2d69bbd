"""See that an answer was saved, whatever the editor and the file system.

It looks at the content.  Linux wakes it when something is written there (inotify(7)); such
events do not come everywhere (WSL, network folders), and tell nothing of what was written, so it
looks now and then all the same.  A look costs some microseconds, since the content is read only
where size, time, mode or identity differ.  Some network and shared folders tell those late or
coarsely: there every look can read the content.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from time import monotonic
from typing import TYPE_CHECKING

from runner.errors import SetupError
from runner.workspace import digest

if TYPE_CHECKING:
    from inotify_simple import INotify

_STILL_SECONDS = 0.02
"""Without a change: what was read is the whole."""
_LOOK_SECONDS = 0.1
"""Between two looks where nothing wakes us."""


class Watched:
    """An answer under watch.

    Args:
        path: the file or folder; it need not exist.
        poll: each look reads the content, whatever the file system says of it, or does not.
    """

    def __init__(self, path: Path, *, poll: bool = False) -> None:
        self.path = path
        self._poll = poll
        self._events = None if poll else _events_near(path)
        self._looks = self._look()
        self._changed_at = 0.0
        self.is_still = True
        """Whether nothing has been written for a while: what was read is the whole."""
        self.digest: str | None = None
        """Of its content when that was last seen to change; None where there is none to read."""
        self.problem: SetupError | None = None
        """Why it could not be read; None where it could, or is missing."""
        self._read()

    @property
    def version(self) -> object:
        """Equal where nothing was saved in between, not even another content and this one again."""
        return self.digest, self._looks

    @property
    def sources(self) -> list[int]:
        """The descriptors that become readable when something was written near it."""
        return [] if self._events is None else [self._events.fileno()]

    @property
    def patience(self) -> float:
        """Seconds after which to look again, whether something is readable or not."""
        return _LOOK_SECONDS if self.is_still and not self._poll else _STILL_SECONDS

    def close(self) -> None:
        """Watch no more."""
        if self._events is not None:
            self._events.close()

    def changed(self) -> bool:
        """Look again: whether the content is another than before, or why there is none.

        What is written piece by piece changes several times, and is whole when it `is_still`.
        Empty or missing it counts only then, since many programs save through such a moment.
        """
        if self._events is not None:
            self._events.read(timeout=0)  # they have woken us, and say no more
        looks = self._look()
        if looks != self._looks:
            self._looks, self._changed_at, self.is_still = looks, monotonic(), False
            if not any(size for _, size, *_ in looks):
                return False
        elif self.is_still or monotonic() - self._changed_at < _STILL_SECONDS:
            return False
        else:
            self.is_still = True  # read once more: two writes can look alike
        before = self.digest, str(self.problem)
        self._read()
        return (self.digest, str(self.problem)) != before

    def _read(self) -> None:
        self.digest = self.problem = None
        try:
            if not _is_missing(self.path):
                self.digest = digest(self.path)
        except SetupError as error:
            self.problem = error

    def _look(self) -> list[tuple[str, int, int, int, int, bytes]]:
        """What tells one content from another, without reading it where that can be done."""
        found = []
        for path in [self.path, *_below(self.path)]:
            content = b""
            try:
                status = path.stat()
            except OSError:
                continue
            if self._poll and S_ISREG(status.st_mode):
                with suppress(OSError):
                    content = path.read_bytes()
            told = (status.st_size, status.st_mtime_ns, status.st_ino, status.st_mode)
            found.append((str(path), *told, content))
        return found


def _is_missing(path: Path) -> bool:
    try:
        path.stat()
    except OSError as error:
        return isinstance(error, FileNotFoundError)
    return False


def _events_near(path: Path) -> INotify | None:
    """What tells of writing beside an answer and in it; None where the system has no such thing."""
    try:
        from inotify_simple import INotify, flags

        events = INotify(nonblocking=True)
    except (ImportError, OSError):
        return None
    wanted = flags.MODIFY | flags.CLOSE_WRITE | flags.CREATE | flags.DELETE
    wanted |= flags.MOVED_FROM | flags.MOVED_TO
    folders = [path.parent, *(each.parent for each in _below(path))]
    for folder in dict.fromkeys(folders):
        with suppress(OSError):  # gone meanwhile, or one too many: looking now and then is enough
            events.add_watch(folder, wanted)
    return events


def _below(folder: Path) -> list[Path]:
    found: list[Path] = []
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        found += [Path(parent, file) for file in sorted(files)]
    return found
