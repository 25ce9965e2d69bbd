"""Thinks that the object can be judged when it has been loaded."""

from solution import *

FAILS = "what_is_not_listed_is_refused"
SAYS = "and its code was run"


def loads_untrusted(data: bytes, allowed: frozenset[tuple[str, str]]) -> object:
    """Load, then look: the harm is done."""
    value = pickle.loads(data)
    cls = type(value)
    plain = isinstance(value, dict | list | tuple | str | int | float | set)
    if not plain and (cls.__module__, cls.__qualname__) not in allowed:
        raise Refused(cls.__qualname__)
    return value
