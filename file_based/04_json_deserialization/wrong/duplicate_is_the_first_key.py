"""Thinks that the first key of the object is the one that stands twice."""

from solution import *
from solution import _no_constant

FAILS = "duplicate_keys_are_refused"
SAYS = "the key that stands twice is 'b'"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise DuplicateKey(pairs[0][0])
    return dict(pairs)


def loads_strict(text: str | bytes) -> Any:
    """See that a key is lost, and name the first one."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return json.loads(
        text, object_pairs_hook=_unique, parse_float=Decimal, parse_constant=_no_constant
    )
