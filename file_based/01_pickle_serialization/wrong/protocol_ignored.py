"""Thinks that the newest protocol is right for every reader."""

from pathlib import Path

from solution import *

FAILS = "the_protocol_is_the_callers"
SAYS = "old programs read only old protocols"


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Leave the protocol to pickle."""
    return path.write_bytes(pickle.dumps(list(items)))
