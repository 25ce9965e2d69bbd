"""Thinks that object_hook sees an object as it stands in the file."""

from solution import *
from solution import _no_constant

FAILS = "duplicate_keys_are_refused"
SAYS = "json keeps only the last"


def loads_strict(text: str | bytes) -> Any:
    """Look for duplicates in a dict, which has none any more."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")

    def check(found: dict[str, Any]) -> dict[str, Any]:
        keys = list(found)
        for key in keys:
            if keys.count(key) > 1:
                raise DuplicateKey(key)
        return found

    return json.loads(text, object_hook=check, parse_float=Decimal, parse_constant=_no_constant)
