"""Make the bytes first, and write them in one go; ask a Pickler that writes nowhere."""

import io
import os
import pickle
from collections.abc import Sequence
from pathlib import Path

from solution import *


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """`write_bytes` returns how many bytes it wrote."""
    return path.write_bytes(pickle.dumps([*items], protocol))


def append_event(event: Event, path: Path) -> None:
    """One system call adds the whole event."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        os.write(descriptor, pickle.dumps(event))
    finally:
        os.close(descriptor)


def why_not_picklable(obj: object) -> str | None:
    """Say the type and the error as they are."""
    try:
        pickle.Pickler(io.BytesIO()).dump(obj)
    except Exception as error:
        return f"{type(obj)!r} raised {error!r}"
    else:
        return None
