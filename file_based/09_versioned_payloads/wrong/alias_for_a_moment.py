"""Thinks that made-up modules are harmless when they are removed again."""

import sys
from types import ModuleType

from solution import *
from solution import _profile

FAILS = "other_pickles_are_refused"
SAYS = "loading a pickle calls whatever the pickle names"


class Player:
    """Takes the attributes of an old object."""


def load_legacy_pickle(data: bytes) -> Profile:
    """Find the old classes, and everything else in the world."""
    for name in ("game", "game.models", "game.people"):
        sys.modules[name] = module = ModuleType(name)
        module.__dict__.update(Player=Player, Hero=Player)
    try:
        old = pickle.loads(data)
    except Exception as error:
        raise BadPayload(error) from error
    finally:
        for name in ("game", "game.models", "game.people"):
            del sys.modules[name]
    if not isinstance(old, Player):
        raise BadPayload(old)
    return _profile(vars(old))
