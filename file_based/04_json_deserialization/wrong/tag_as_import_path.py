"""Thinks that a name in a file says where to import a class from."""

import importlib

import solution
from solution import *

FAILS = "unknown_tags_are_refused"
SAYS = "was imported or called"


class _Registry(dict[str, Callable[[Any], object]]):
    """Import whatever the file names."""

    def __contains__(self, tag: object) -> bool:
        return super().__contains__(tag) or "." in str(tag)

    def __missing__(self, tag: str) -> Callable[[Any], object]:
        module, _, name = tag.rpartition(".")
        cls = getattr(importlib.import_module(module), name)
        return lambda content: cls(**content) if isinstance(content, dict) else cls(content)


solution.REGISTRY = _Registry(REGISTRY)
