"""Thinks that a module from which one class is allowed is harmless as a whole."""

from typing import Any

from solution import *

FAILS = "a_listed_name_lets_in_nothing_else"
SAYS = "and the pickle calls builtins.eval"


class _Unpickler(SafeUnpickler):
    def find_class(self, module_name: str, global_name: str) -> Any:
        if module_name not in {module for module, _ in self._allowed}:
            raise Refused(module_name)
        return pickle.Unpickler.find_class(self, module_name, global_name)


def loads_untrusted(data: bytes, allowed: frozenset[tuple[str, str]]) -> object:
    """Compare modules only: with set comes eval."""
    return _Unpickler(data, allowed).load()
