"""Thinks that a second step for a version replaces the first."""

from collections.abc import Callable

from solution import *

FAILS = "steps_are_registered"
SAYS = "would be a guess"


def migrates(frm: int) -> Callable[[Migration], Migration]:
    """Overwrite without a word."""

    def register(step: Migration) -> Migration:
        MIGRATIONS[frm] = step
        return step

    return register
