"""Thinks that nobody needs the old payload any more."""

from typing import Any

from solution import *

FAILS = "steps_leave_the_old_payload_alone"
SAYS = "from_1_to_2 has changed the payload that it was given ('play_time' was 90 and is 5400 now)"


def from_1_to_2(old: Any, /) -> dict[str, Any]:
    """Change the payload in place."""
    old["play_time"] *= 60
    return old


MIGRATIONS[1] = from_1_to_2
