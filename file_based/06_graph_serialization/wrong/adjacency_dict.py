"""Thinks that from one node to another there is at most one edge."""

from typing import Any

import solution
from solution import *  # type: ignore[assignment]  (Graph is made anew below)

FAILS = "a_graph_survives_pickle"
SAYS = "has other edges than before"


class Graph(solution.Graph):
    """The graph of the solution, but for what is wrong."""

    def __getstate__(self) -> Any:
        weights = {(u, v): weight for u, v, weight in self.edges()}
        edges = [(u, v, weight) for (u, v), weight in weights.items()]
        return {**super().__getstate__(), "edges": edges}
