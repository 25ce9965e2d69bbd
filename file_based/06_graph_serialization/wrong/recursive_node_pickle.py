"""Thinks that pickle can follow links as long as there is memory."""

from typing import Any

import solution
from solution import *  # type: ignore[assignment]  (Graph is made anew below)

FAILS = "a_long_chain_is_pickled"
SAYS = "RecursionError"


class Graph(solution.Graph):
    """The graph of the solution, but for what is wrong."""

    def __getstate__(self) -> Any:
        return [self._nodes]

    def __setstate__(self, state: Any) -> None:
        (self._nodes,) = state
        self._sources = {key: [] for key in self._nodes}
        for node in self._nodes.values():
            for target, _ in node.out:
                self._sources[target.key].append(node)
