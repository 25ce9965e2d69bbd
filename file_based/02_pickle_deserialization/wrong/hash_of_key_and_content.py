"""Thinks that a hash over the key and the content is an HMAC."""

import hashlib
from pathlib import Path

from solution import *

FAILS = "a_signed_file_loads"
SAYS = "the HMAC-SHA256 of all the others with this key"


def load_signed(path: Path, key: bytes) -> object:
    """Use a hash that an attacker can extend."""
    content = path.read_bytes()
    wanted = hashlib.sha256(key + content[MAC_BYTES:]).digest()
    if not hmac.compare_digest(content[:MAC_BYTES], wanted):
        raise BadSignature(path.name)
    return pickle.loads(content[MAC_BYTES:])
