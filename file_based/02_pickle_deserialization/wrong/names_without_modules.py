"""Thinks that the name of a class says which class it is."""

from typing import Any

from solution import *

FAILS = "a_listed_name_lets_in_nothing_else"
SAYS = "allowed is numbers.eval"


class _Unpickler(SafeUnpickler):
    def find_class(self, module_name: str, global_name: str) -> Any:
        if global_name not in {name for _, name in self._allowed}:
            raise Refused(global_name)
        return pickle.Unpickler.find_class(self, module_name, global_name)


def loads_untrusted(data: bytes, allowed: frozenset[tuple[str, str]]) -> object:
    """Compare names only: another module can have the same."""
    return _Unpickler(data, allowed).load()
