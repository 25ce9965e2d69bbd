"""Replace a file so that no reader and no crash ever sees half of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Give a file new content: all of it or nothing.

    When the call returns, the new content also survives a power cut. Several processes may call
    it for the same path at once: one of their contents is left, whole.

    Args:
        path: The file. It need not exist, but its folder does. Where it is a symbolic link, the
            file that the link leads to gets the content and the link stays.
        data: The whole new content.
        mode: Permission bits for the file, exactly these. None keeps those of the file that is
            replaced; a file that did not exist gets what `open(path, "wb")` would give it.

    Raises:
        OSError: The content could not be written. The file is as it was before, and no other
            file is left behind.
    """
    # TODO task 1: write a temporary file beside the target, then swap it in.
    # TODO task 2: have the content, and then the swap itself, reach the disk.
    # TODO task 3: clean up after an error, and after a writer that was killed.
    # TODO task 4: keep the mode; follow a link.
    raise NotImplementedError


def update_json(path: Path, fn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Read a JSON object from a file, change it, write it back; safe between processes.

    Calls for the same file in several processes take effect one after the other, whatever name
    they reach it by.

    Args:
        path: A file that holds one JSON object. A file that does not exist counts as `{}`.
        fn: Gets the object and returns the new one. It must not touch the file itself.

    Returns:
        The object that was written.

    Raises:
        Exception: Whatever `fn` raises. The file is as it was before, and the next call works.
    """
    # TODO task 5: let only one process at a time read, change and write.
    raise NotImplementedError
