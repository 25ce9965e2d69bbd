"""Thinks that an error message can show any value."""

from typing import Any

import solution
from solution import *

FAILS = "an_alias_bomb_is_refused"
SAYS = "a bomb of lists of lists"


class _WithAliases(solution._StrictLoader):
    """A SafeLoader that lets aliases through."""

    compose_node = yaml.SafeLoader.compose_node


def _admins(value: Any) -> tuple[str, ...]:
    """Write millions of words into a message."""
    if not isinstance(value, list) or not all(isinstance(admin, str) for admin in value):
        raise ConfigError(f"admins: a list of texts is wanted, found {value!r}")
    return tuple(value)


solution._StrictLoader = _WithAliases
READERS["admins"] = _admins
