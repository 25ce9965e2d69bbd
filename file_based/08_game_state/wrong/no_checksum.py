"""Thinks that a file which can be read is intact."""

import solution
from solution import *
from solution import _decode

FAILS = "a_damaged_save_is_not_loaded"
SAYS = "the checksum decides"


def _without_looking(path: Path) -> tuple[datetime, bytes] | None:
    """Compare nothing: only what cannot be read counts as damaged."""
    try:
        head, _, payload = path.read_bytes().partition(b"\n")
        _decode(payload)
        return datetime.fromisoformat(json.loads(head)["saved_at"]), payload
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


solution._read = _without_looking
