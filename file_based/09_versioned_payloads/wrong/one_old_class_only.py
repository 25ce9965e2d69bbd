"""Thinks that a class has moved only once."""

from typing import Any

import solution
from solution import *
from solution import _LegacyUnpickler

FAILS = "old_pickles_load"
SAYS = "a pickle of game.people.Hero was refused"


class _Unpickler(_LegacyUnpickler):
    """Know the first place only."""

    def find_class(self, module: str, name: str, /) -> Any:
        if module == "game.people":
            raise pickle.UnpicklingError(module)
        return super().find_class(module, name)


solution._LegacyUnpickler = _Unpickler
