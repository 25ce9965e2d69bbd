"""Thinks that a seed says where a generator is."""

import solution
from solution import *
from solution import _decode

FAILS = "the_dice_go_on"
SAYS = "how far a random generator has come"


def _restart(payload: bytes) -> GameState:
    """Start the dice again from the seed."""
    state = _decode(payload)
    state.rng = random.Random(state.seed)
    return state


solution._decode = _restart
