"""Say in one clear line what SQLite has against the progress file."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from runner.errors import SetupError
from runner.workspace import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_SECONDS = 10
"""How long a command waits for another one that writes."""

MOVE_AWAY = "Nothing was changed. Move the file away and the next `drills run` starts a new one."
_CANNOT_OPEN = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turn the errors of `sqlite3` inside the block into a SetupError about `path`.

    Raises:
        SetupError: instead of any `sqlite3.Error`, and of an OSError on the way to the file.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _explained(path, error) from None
    except OSError as error:
        raise SetupError(f"cannot use {path}: {error.strerror}", mend=ELSEWHERE) from None


def _explained(path: Path, error: sqlite3.Error) -> SetupError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest is SQLite's extended code
    if code == sqlite3.SQLITE_NOTADB:
        return SetupError(f"expected a SQLite database, found another file: {path}", mend=MOVE_AWAY)
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return SetupError(
            f"another program kept {path} locked for {BUSY_SECONDS} seconds",
            mend="Close that program (a database browser, perhaps) and repeat the command.",
        )
    if code in _CANNOT_OPEN:
        return SetupError(f"cannot use {path}: {error}", mend=ELSEWHERE)
    return SetupError(f"the progress file {path} is damaged: {error}", mend=MOVE_AWAY)
