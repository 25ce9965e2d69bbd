"""Thinks that it is enough to verify before the object is used."""

from pathlib import Path

from solution import *

FAILS = "a_bad_signature_loads_nothing"
SAYS = "the signature is verified before the first byte is loaded"


def load_signed(path: Path, key: bytes) -> object:
    """Load first, and run whatever is in there."""
    content = path.read_bytes()
    value = pickle.loads(content[MAC_BYTES:])
    wanted = hmac.digest(key, content[MAC_BYTES:], "sha256")
    if not hmac.compare_digest(content[:MAC_BYTES], wanted):
        raise BadSignature(path.name)
    return value
