"""Thinks that a newer payload can be read as far as its fields are known."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "a_newer_version_is_refused"
SAYS = "nobody knows today what its fields mean"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Take a later version for the current one."""
    version = payload.get("version", 1)
    newer = isinstance(version, int) and version > CURRENT_VERSION
    return _good({**payload, "version": CURRENT_VERSION} if newer else payload)


_good = solution.upgrade
upgrade = solution.upgrade = _upgrade
