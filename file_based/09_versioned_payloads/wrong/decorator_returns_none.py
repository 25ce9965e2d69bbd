"""Thinks that a decorator that only registers need not return anything."""

from typing import Any

from solution import *

FAILS = "steps_are_registered"
SAYS = "it gives the function back as it is"


def migrates(frm: int) -> Any:
    """Leave None under the function's name."""

    def register(step: Migration) -> None:
        if frm in MIGRATIONS:
            raise ValueError(frm)
        MIGRATIONS[frm] = step

    return register
