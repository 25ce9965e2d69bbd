"""Thinks that a version which is written late does no harm."""

from typing import Any

import solution
from solution import *

FAILS = "older_versions_load"
SAYS = "a payload of no version, which is version 1 ('version' was not there and is 1 now)"


def _upgrade(payload: Any) -> dict[str, Any]:
    """Write it into the caller's payload."""
    payload.setdefault("version", 1)
    return _good(payload)


_good = solution.upgrade
upgrade = solution.upgrade = _upgrade
