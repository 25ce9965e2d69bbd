"""Thinks that a form for JSON is good enough for pickle."""

from typing import Any

import solution
from solution import *  # type: ignore[assignment]  (Graph is made anew below)

FAILS = "a_graph_survives_pickle"
SAYS = "has other nodes than before"


class Graph(solution.Graph):
    """The graph of the solution, but for what is wrong."""

    def __getstate__(self) -> Any:
        return json.dumps(super().__getstate__(), default=str)

    def __setstate__(self, state: Any) -> None:
        super().__setstate__(json.loads(state))
