"""Thinks that it does not matter how two signatures are compared."""

from pathlib import Path

from solution import *

FAILS = "signatures_are_compared_in_constant_time"
SAYS = "== stops at the first difference"


def load_signed(path: Path, key: bytes) -> object:
    """Compare with ==."""
    content = path.read_bytes()
    if content[:MAC_BYTES] != hmac.digest(key, content[MAC_BYTES:], "sha256"):
        raise BadSignature(path.name)
    return pickle.loads(content[MAC_BYTES:])
