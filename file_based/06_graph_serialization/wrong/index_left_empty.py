"""Thinks that what is not stored is not needed."""

from typing import Any

import solution
from solution import *  # type: ignore[assignment]  (Graph is made anew below)

FAILS = "a_graph_survives_pickle"
SAYS = "has other sources than before"


class Graph(solution.Graph):
    """The graph of the solution, but for what is wrong."""

    def __setstate__(self, state: Any) -> None:
        super().__setstate__(state)
        self._sources = {key: [] for key in self._nodes}
