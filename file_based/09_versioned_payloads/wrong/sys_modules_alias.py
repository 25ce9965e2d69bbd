"""Thinks that an old pickle needs its old modules back."""

import sys
from types import ModuleType

from solution import *
from solution import _profile

FAILS = "no_module_is_put_in_the_place_of_the_old"
SAYS = "sys.modules now has game"


class Player:
    """Takes the attributes of an old object."""


def load_legacy_pickle(data: bytes) -> Profile:
    """Make modules up, for the whole program, for ever."""
    for name in ("game", "game.models", "game.people"):
        sys.modules[name] = module = ModuleType(name)
        module.__dict__.update(Player=Player, Hero=Player)
    try:
        old = pickle.loads(data)
    except Exception as error:
        raise BadPayload(error) from error
    if not isinstance(old, Player):
        raise BadPayload(old)
    return _profile(vars(old))
