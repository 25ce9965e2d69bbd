"""Thinks that the key which stands twice is the one at which the object ends."""

from solution import *
from solution import _no_constant

FAILS = "duplicate_keys_are_refused"
SAYS = "the key that stands twice is 'b'"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise DuplicateKey(pairs[-1][0])
    return dict(pairs)


def loads_strict(text: str | bytes) -> Any:
    """See that a key is lost, and name the last one."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return json.loads(
        text, object_pairs_hook=_unique, parse_float=Decimal, parse_constant=_no_constant
    )
