"""Thinks that int() makes a version out of what is none."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "what_is_no_profile_is_refused"
SAYS = "a payload with the version '2' gave"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Read "2" and 2.5 as 2."""
    version = payload.get("version", 1)
    return _good({**payload, "version": int(version)} if isinstance(version, str) else payload)


_good = solution.upgrade
upgrade = solution.upgrade = _upgrade
