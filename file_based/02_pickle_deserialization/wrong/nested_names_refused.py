"""Thinks that a dot in a name is always an attack."""

from typing import Any

from solution import *

FAILS = "what_is_listed_loads"
SAYS = "the list says what may be named"


class _Unpickler(SafeUnpickler):
    def find_class(self, module_name: str, global_name: str) -> Any:
        if "." in global_name:
            raise Refused(global_name)
        return super().find_class(module_name, global_name)


def loads_untrusted(data: bytes, allowed: frozenset[tuple[str, str]]) -> object:
    """Refuse nested classes, though the list has them."""
    return _Unpickler(data, allowed).load()
