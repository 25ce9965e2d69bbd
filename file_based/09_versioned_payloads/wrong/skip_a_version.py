"""Thinks that the shape of version 3 is all that matters on the way from 1."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "older_versions_load"
SAYS = "'play_time' is 90 and not 5400 in the profile from a payload of version 1:"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Rename and count, and miss that version 2 was about minutes and seconds."""
    return _good({**payload, "version": 2} if payload.get("version") == 1 else payload)


_good = solution.upgrade
upgrade = solution.upgrade = _upgrade
