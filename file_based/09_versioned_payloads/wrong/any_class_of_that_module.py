"""Thinks that a module's name is enough to know a class."""

from typing import Any

import solution
from solution import *
from solution import _LegacyUnpickler, _OldPlayer

FAILS = "other_pickles_are_refused"
SAYS = "a pickle of game.models.Monster was accepted"


class _Unpickler(_LegacyUnpickler):
    """Take every class of the two old modules for a player."""

    def find_class(self, module: str, name: str, /) -> Any:
        moved = module in {"game.models", "game.people"}
        return _OldPlayer if moved else super().find_class(module, name)


solution._LegacyUnpickler = _Unpickler
