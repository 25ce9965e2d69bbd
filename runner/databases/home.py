"""The folder where the program keeps its caches and the embedded server."""

from __future__ import annotations

import os
from pathlib import Path

from runner.errors import SetupError

_MEND = "Set DRILLS_HOME to a folder you can write: DRILLS_HOME=/path/to/folder drills …"


def is_root() -> bool:
    """Whether we run as root, for whom PostgreSQL refuses to run."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def home() -> Path:
    """The folder for caches and the server; made when it is missing.

    It is `DRILLS_HOME` where that is set, else the user's cache folder.  For root it is the
    machine's cache folder: the server runs as `nobody`, who cannot reach root's own.

    Raises:
        SetupError: it cannot be made or written.
    """
    folder = _chosen()
    try:
        _make(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SetupError(f"cannot make the folder {folder}: {reason}", mend=_MEND) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SetupError(f"cannot write in the folder {folder}", mend=_MEND)
    return folder


def _chosen() -> Path:
    """The path, absolute, whether it exists or not."""
    if chosen := os.environ.get("DRILLS_HOME"):
        try:
            return Path(chosen).expanduser().absolute()
        except RuntimeError as error:  # `~name` of an unknown user, or no home at all
            raise SetupError(f"DRILLS_HOME is {chosen}: {error}", mend=_MEND) from error
    import platformdirs

    if is_root():
        return Path(platformdirs.site_cache_dir("persistence-drills", appauthor=False))
    try:  # without HOME and without a passwd entry
        return Path(platformdirs.user_cache_dir("persistence-drills", appauthor=False)).expanduser()
    except RuntimeError as error:
        raise SetupError("you have no home folder to keep caches in", mend=_MEND) from error


def _make(folder: Path) -> None:
    """Make the folder and its parents: private, or for root passable (whatever the umask)."""
    if folder.is_dir():
        return
    if not folder.parent.is_dir():
        _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    if is_root():
        folder.chmod(0o711)
