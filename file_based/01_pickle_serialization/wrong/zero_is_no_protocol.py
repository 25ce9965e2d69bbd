"""Thinks that a number which is false was not given."""

from pathlib import Path

from solution import *

FAILS = "the_protocol_is_the_callers"
SAYS = "protocol=0 was asked for"


def dump_items(
    items: Sequence[Item], path: Path, *, protocol: int = pickle.HIGHEST_PROTOCOL
) -> int:
    """Protocol 0 is a protocol, and `or` replaces it."""
    return path.write_bytes(pickle.dumps(list(items), protocol or pickle.HIGHEST_PROTOCOL))
