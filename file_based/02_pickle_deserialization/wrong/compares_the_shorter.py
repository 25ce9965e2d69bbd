"""Thinks that zip compares two signatures of different length."""

from pathlib import Path

from solution import *

FAILS = "a_bad_signature_loads_nothing"
SAYS = "a file with nothing in it gave EOFError"


def load_signed(path: Path, key: bytes) -> object:
    """Find no difference where there is nothing to compare."""
    content = path.read_bytes()
    wanted = hmac.digest(key, content[MAC_BYTES:], "sha256")
    if any(a != b for a, b in zip(content[:MAC_BYTES], wanted, strict=False)):
        raise BadSignature(path.name)
    return pickle.loads(content[MAC_BYTES:])
