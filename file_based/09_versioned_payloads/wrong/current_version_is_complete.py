"""Thinks that a payload which needs no step needs no look."""

from collections.abc import Mapping
from typing import Any

import solution
from solution import *

FAILS = "what_is_no_profile_is_refused"
SAYS = "upgrade of version 3 without name gave"


def _upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Give a payload of version 3 back as it is."""
    if payload.get("version") == CURRENT_VERSION:
        return dict(payload)
    return _good(payload)


def load_profile(data: bytes) -> Profile:
    """Miss the fields only when they are taken out."""
    try:
        return _load(data)
    except KeyError as error:
        raise BadPayload(error) from error


_good, _load = solution.upgrade, solution.load_profile
upgrade = solution.upgrade = _upgrade
