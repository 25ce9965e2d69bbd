"""Thinks that the edges say which nodes there are."""

from typing import Any

import solution
from solution import *  # type: ignore[assignment]  (Graph is made anew below)

FAILS = "a_graph_survives_pickle"
SAYS = "also those without edges"


class Graph(solution.Graph):
    """The graph of the solution, but for what is wrong."""

    def __getstate__(self) -> Any:
        used = {key for u, v, _ in self.edges() for key in (u, v)}
        nodes = [(node.key, node.attrs) for node in self.nodes() if node.key in used]
        return {"nodes": nodes, "edges": self.edges()}
