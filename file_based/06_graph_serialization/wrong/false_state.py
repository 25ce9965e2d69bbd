"""Thinks that pickle calls __setstate__ for every state."""

from typing import Any

import solution
from solution import *  # type: ignore[assignment]  (Graph is made anew below)

FAILS = "a_graph_survives_pickle"
SAYS = "an empty graph in protocol 0 lacks some of its attributes"


class Graph(solution.Graph):
    """The graph of the solution, but for what is wrong."""

    def __getstate__(self) -> Any:
        # For an empty graph this is a false value, which the old protocols do not store.
        return [
            (node.key, node.attrs, [(to.key, w) for to, w in node.out]) for node in self.nodes()
        ]

    def __setstate__(self, state: Any) -> None:
        edges = [(key, to, weight) for key, _, out in state for to, weight in out]
        super().__setstate__({"nodes": [row[:2] for row in state], "edges": edges})
