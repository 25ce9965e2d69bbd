"""Thinks that the state of a generator is its 625 numbers."""

import solution
from solution import *
from solution import _decode

FAILS = "the_dice_go_on"
SAYS = "how far a random generator has come"


def _without_the_rest(payload: bytes) -> GameState:
    """Drop the number that gauss() has left over."""
    state = _decode(payload)
    version, numbers, _ = state.rng.getstate()
    state.rng.setstate((version, numbers, None))
    return state


solution._decode = _without_the_rest
