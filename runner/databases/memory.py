"""Where a cluster lives that may be lost: in memory, when there is plenty.

A clone makes 300 files: 8 ms in memory, 15 to 200 on a disk.  Everything in a cluster that is
not durable may be lost at any moment, so it may be lost when the machine stops.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import time
from pathlib import Path

from runner.databases.binaries import nobody
from runner.databases.home import is_root
from runner.errors import SetupError

_MEMORY = Path("/dev/shm")
_ROOMY = 4 << 30
_YOUNG_SECONDS = 300


def place_for(folder: Path) -> Path:
    """The place to make a disposable folder at; `folder` then becomes a link to it.

    Args:
        folder: where it would stand on disk.

    Returns:
        A path in memory, or `folder` itself where memory is scarce or it is in memory already.
    """
    _sweep()
    try:
        roomy = shutil.disk_usage(_MEMORY).free > _ROOMY and os.access(_MEMORY, os.W_OK)
    except OSError:
        return folder
    if not roomy or folder.is_relative_to(_MEMORY):
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    place = _MEMORY / f"persistence-drills-{os.getuid()}-{digest}"
    make_private(place)
    (place / "link").write_bytes(os.fsencode(folder))
    return place / folder.name


def _sweep() -> None:
    """Free the places of ours whose link is gone."""
    for place in _MEMORY.glob(f"persistence-drills-{os.getuid()}-*"):
        try:
            link = Path(os.fsdecode((place / "link").read_bytes()))
        except OSError:
            continue
        # A young one may not have its link yet.
        if not link.is_symlink() and time.time() - place.stat().st_mtime > _YOUNG_SECONDS:
            shutil.rmtree(place, ignore_errors=True)


def make_private(folder: Path) -> None:
    """Make a folder, or verify that the one there is ours: in /tmp anyone could have made it.

    For root it is passable, so that the server and a check with dropped privileges get there.

    Raises:
        SetupError: it belongs to someone else.
    """
    mode = 0o711 if is_root() else 0o700
    owners = {os.getuid(), nobody()[0]} if is_root() else {os.getuid()}
    try:
        folder.mkdir(mode=mode)
    except FileExistsError:
        found = folder.lstat()
        private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o022
        if not private or found.st_uid not in owners:
            raise SetupError(
                f"{folder} belongs to someone else",
                mend="Remove it, or set DRILLS_HOME to another folder with a short path.",
            ) from None
    if is_root():
        folder.chmod(mode)
