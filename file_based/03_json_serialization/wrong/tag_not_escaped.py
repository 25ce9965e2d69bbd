"""Thinks that nobody else has a key called $type."""

from typing import Any

import solution
from solution import *
from solution import _plain

FAILS = "a_users_type_key_is_no_tag"
SAYS = "a dict that looks like a tag must be told from one"


def _plain_dict(obj: dict[Any, Any]) -> dict[str, Any]:
    """Write a dict of the caller's as if it were a tag."""
    if all(type(key) is str for key in obj):
        return {key: _plain(value) for key, value in obj.items()}
    return {"$type": "dict", "v": [[_plain(k), _plain(v)] for k, v in obj.items()]}


solution._plain_dict = _plain_dict
