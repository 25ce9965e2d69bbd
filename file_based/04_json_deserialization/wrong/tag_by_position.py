"""Thinks that in a tag the type stands before the content."""

from typing import Any

import solution
from solution import *
from solution import _build as _good

FAILS = "a_document_is_read"
SAYS = "names in any order"


def _build(value: Any) -> Any:
    """Take the first value of a tag for its type."""
    if isinstance(value, dict) and value.keys() == {"$type", "v"}:
        tag, content = value.values()
        value = {"$type": tag, "v": content}
    return _good(value)


solution._build = _build
