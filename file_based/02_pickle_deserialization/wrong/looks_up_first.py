"""Thinks that finding a function does nothing as long as it is not called."""

from typing import Any

from solution import *

FAILS = "what_is_not_listed_is_refused"
SAYS = "a module whose import runs code"


class _Unpickler(SafeUnpickler):
    def find_class(self, module_name: str, global_name: str) -> Any:
        found = pickle.Unpickler.find_class(self, module_name, global_name)
        if (module_name, global_name) not in self._allowed:
            raise Refused(global_name)
        return found


def loads_untrusted(data: bytes, allowed: frozenset[tuple[str, str]]) -> object:
    """Import the module, and then refuse."""
    return _Unpickler(data, allowed).load()
