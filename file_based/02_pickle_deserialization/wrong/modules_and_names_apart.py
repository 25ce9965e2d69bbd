"""Thinks that an allowed module and an allowed name make an allowed pair."""

from typing import Any

from solution import *

FAILS = "a_listed_name_lets_in_nothing_else"
SAYS = "allowed is builtins.set and numbers.eval, and the pickle calls builtins.eval"


class _Unpickler(SafeUnpickler):
    def find_class(self, module_name: str, global_name: str) -> Any:
        modules = {module for module, _ in self._allowed}
        names = {name for _, name in self._allowed}
        if module_name not in modules or global_name not in names:
            raise Refused(global_name)
        return pickle.Unpickler.find_class(self, module_name, global_name)


def loads_untrusted(data: bytes, allowed: frozenset[tuple[str, str]]) -> object:
    """Mix the module of one pair with the name of another."""
    return _Unpickler(data, allowed).load()
