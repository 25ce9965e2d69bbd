"""Thinks that pickle calls __init__ when it loads an object."""

from typing import Any

import solution
from solution import *  # type: ignore[assignment]  (Graph is made anew below)

FAILS = "each_node_is_one_object"
SAYS = "has no attribute '_nodes'"


class Graph(solution.Graph):
    """The graph of the solution, but for what is wrong."""

    def __setstate__(self, state: Any) -> None:
        for key, attrs in state["nodes"]:
            self.add_node(key).attrs = attrs
        for u, v, weight in state["edges"]:
            self.add_edge(u, v, weight)
