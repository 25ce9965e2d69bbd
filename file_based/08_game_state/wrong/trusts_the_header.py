"""Thinks that damage hits only the data, not the header."""

import solution
from solution import *

FAILS = "a_damaged_save_is_not_loaded"
SAYS = "load() raised"


def _trusting(path: Path) -> tuple[datetime, bytes] | None:
    """Let a damaged header raise."""
    head, _, payload = path.read_bytes().partition(b"\n")
    header = json.loads(head)
    if header["sha256"] != hashlib.sha256(payload).hexdigest():
        return None
    return datetime.fromisoformat(header["saved_at"]), payload


solution._read = _trusting
