"""Thinks that dict() also copies the lists in a dict."""

from collections.abc import Mapping
from typing import Any

from solution import *

FAILS = "steps_leave_the_old_payload_alone"
SAYS = "from_2_to_3 has changed the payload that it was given ('items' was ['rope'"


def from_2_to_3(old: Mapping[str, Any], /) -> dict[str, Any]:
    """Empty the old payload's list while counting."""
    new = dict(old)
    counted: dict[str, int] = {}
    while new["items"]:
        item = new["items"].pop()
        counted[item] = counted.get(item, 0) + 1
    name = new.pop("nick")
    return {**new, "name": name, "items": counted}


MIGRATIONS[2] = from_2_to_3
