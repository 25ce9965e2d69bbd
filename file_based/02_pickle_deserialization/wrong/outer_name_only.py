"""Thinks that whatever belongs to an allowed class is allowed."""

from typing import Any

from solution import *

FAILS = "a_listed_name_lets_in_nothing_else"
SAYS = "the pickle calls the method Path.touch"


class _Unpickler(SafeUnpickler):
    def find_class(self, module_name: str, global_name: str) -> Any:
        if (module_name, global_name.split(".")[0]) not in self._allowed:
            raise Refused(global_name)
        return pickle.Unpickler.find_class(self, module_name, global_name)


def loads_untrusted(data: bytes, allowed: frozenset[tuple[str, str]]) -> object:
    """Look at the name before the first dot."""
    return _Unpickler(data, allowed).load()
