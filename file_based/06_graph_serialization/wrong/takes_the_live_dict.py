"""Thinks that __dict__ is a copy of the attributes."""

from typing import Any

import solution
from solution import *  # type: ignore[assignment]  (Graph is made anew below)

FAILS = "a_loaded_graph_is_a_graph_of_its_own"
SAYS = "the graph itself, after it was pickled, lacks some of its attributes"


class Graph(solution.Graph):
    """The graph of the solution, but for what is wrong."""

    def __getstate__(self) -> Any:
        state = self.__dict__
        state.pop("_sources", None)
        return state

    def __setstate__(self, state: Any) -> None:
        self._nodes = state["_nodes"]
        self._sources = {key: [] for key in self._nodes}
        for node in self.nodes():
            for target, _ in node.out:
                self._sources[target.key].append(node)
