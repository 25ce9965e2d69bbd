"""Thinks that only functions can do harm."""

from typing import Any

from solution import *

FAILS = "what_is_not_listed_is_refused"
SAYS = "io.FileIO, a class"


class _Unpickler(SafeUnpickler):
    def find_class(self, module_name: str, global_name: str) -> Any:
        found = pickle.Unpickler.find_class(self, module_name, global_name)
        if isinstance(found, type) or (module_name, global_name) in self._allowed:
            return found
        raise Refused(global_name)


def loads_untrusted(data: bytes, allowed: frozenset[tuple[str, str]]) -> object:
    """Let every class through: making an object can open a file."""
    return _Unpickler(data, allowed).load()
