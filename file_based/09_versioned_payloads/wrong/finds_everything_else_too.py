"""Thinks that find_class only has to know what has moved."""

from typing import Any

import solution
from solution import *
from solution import _LegacyUnpickler

FAILS = "other_pickles_are_refused"
SAYS = "loading a pickle calls whatever the pickle names"


class _Unpickler(_LegacyUnpickler):
    """Hands on to pickle what is not one of the old classes."""

    def find_class(self, module: str, name: str, /) -> Any:
        if (module, name) in LEGACY_CLASSES:
            return super().find_class(module, name)
        return pickle.Unpickler.find_class(self, module, name)


solution._LegacyUnpickler = _Unpickler
