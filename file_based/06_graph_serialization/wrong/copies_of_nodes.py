"""Thinks that an equal node is as good as the node itself."""

from typing import Any

import solution
from solution import *  # type: ignore[assignment]  (Graph is made anew below)

FAILS = "each_node_is_one_object"
SAYS = "a node is one object, and an edge only refers to it"


class Graph(solution.Graph):
    """The graph of the solution, but for what is wrong."""

    def __setstate__(self, state: Any) -> None:
        super().__setstate__(state)
        for node in self.nodes():
            node.out = [(Node(to.key, dict(to.attrs)), weight) for to, weight in node.out]
