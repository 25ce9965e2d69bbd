"""Thinks that all attributes of an object have to be stored."""

from typing import Any

import solution
from solution import *  # type: ignore[assignment]  (Graph is made anew below)

FAILS = "the_index_is_rebuilt"
SAYS = "what was only in the index is in the pickle"


class Graph(solution.Graph):
    """The graph of the solution, but for what is wrong."""

    def __getstate__(self) -> Any:
        sources = {key: [node.key for node in nodes] for key, nodes in self._sources.items()}
        return {**super().__getstate__(), "sources": sources}

    def __setstate__(self, state: Any) -> None:
        super().__setstate__(state)
        self._sources = {
            key: [self.node(source) for source in keys] for key, keys in state["sources"].items()
        }
