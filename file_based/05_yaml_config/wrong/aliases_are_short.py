"""Thinks that a small file holds few values, and that safe_load is safe from all evil."""

import solution
from solution import *

FAILS = "an_alias_bomb_is_refused"
SAYS = "a bomb of mappings merged into mappings"


class _WithAliases(solution._StrictLoader):
    """A SafeLoader that is strict about duplicate keys only."""

    compose_node = yaml.SafeLoader.compose_node


solution._StrictLoader = _WithAliases
