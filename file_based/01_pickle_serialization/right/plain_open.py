"""Plain open, and the file's own position as its size."""

import pickle
from collections.abc import Sequence
from pathlib import Path

from solution import *


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """`tell` counts what is still in the buffer, too."""
    with open(path, "wb") as file:  # noqa: PTH123  (the plain way)
        pickle.dump([item for item in items], file, protocol)  # noqa: C416
        return file.tell()


def append_event(event: Event, path: Path) -> None:
    """Go to the end by hand."""
    path.touch()
    with open(path, "r+b") as file:  # noqa: PTH123
        file.seek(0, 2)
        pickle.dump(event, file, pickle.DEFAULT_PROTOCOL)


def why_not_picklable(obj: object) -> str | None:
    """Collect the answer in a variable."""
    reason = None
    try:
        pickle.dumps(obj, protocol=pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        reason = type(obj).__qualname__ + ": " + str(error)
    return reason
