"""Thinks that only the keys of the configuration itself can stand twice."""

from typing import Any

import solution
from solution import *

FAILS = "duplicate_keys_are_refused"
SAYS = "the key team twice gave no error"


class _TopOnly(solution._StrictLoader):
    """Looks at mappings that begin in the first column."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        if node.start_mark.column > 0:
            return yaml.SafeLoader.construct_mapping(self, node, deep=deep)
        return super().construct_mapping(node, deep=deep)


solution._StrictLoader = _TopOnly
