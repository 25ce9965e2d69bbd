"""Thinks that one can know all names that are dangerous."""

from typing import Any

from solution import *

FAILS = "what_is_not_listed_is_refused"
SAYS = "whatever is not on the list is refused before it is looked up"


class _Unpickler(SafeUnpickler):
    def find_class(self, module_name: str, global_name: str) -> Any:
        bad = {"os", "posix", "nt", "subprocess", "sys", "shutil", "socket"}
        if module_name in bad or global_name in {"eval", "exec", "open", "__import__"}:
            raise Refused(global_name)
        return pickle.Unpickler.find_class(self, module_name, global_name)


def loads_untrusted(data: bytes, allowed: frozenset[tuple[str, str]]) -> object:
    """Refuse the bad names that come to mind."""
    return _Unpickler(data, allowed).load()
