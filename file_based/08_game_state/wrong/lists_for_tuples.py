"""Thinks that JSON gives back what it was given."""

import solution
from solution import *
from solution import _decode

FAILS = "a_game_comes_back_exactly"
SAYS = "position was tuple"


def _as_json_has_it(payload: bytes) -> GameState:
    """Leave the list that JSON made of a tuple."""
    state = _decode(payload)
    state.position = list(state.position)  # type: ignore[assignment]
    return state


solution._decode = _as_json_has_it
