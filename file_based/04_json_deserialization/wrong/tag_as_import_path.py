"""Thinks that a name in a file says where to import a class from."""

import importlib

import solution
from solution import *

FAILS = "unknown_tags_are_refused"
SAYS = "was imported or called"


class _Registry(dict[str, tuple[type, Callable[[Any], object]]]):
    """Import whatever the file names."""

    def __contains__(self, tag: object) -> bool:
        return super().__contains__(tag) or "." in str(tag)

    def __missing__(self, tag: str) -> tuple[type, Callable[[Any], object]]:
        module, _, name = tag.rpartition(".")
        cls = getattr(importlib.import_module(module), name)
        return object, lambda v: cls(**v) if isinstance(v, dict) else cls(v)


solution.REGISTRY = _Registry(REGISTRY)
