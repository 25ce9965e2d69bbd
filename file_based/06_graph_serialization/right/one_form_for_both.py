"""Pickle's state is the document itself; building is one helper for both."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import solution
from solution import *  # type: ignore[assignment]  (Graph is made anew below)


class Graph(solution.Graph):
    """The given graph, whose state is its document."""

    def __getstate__(self) -> dict[str, Any]:
        """The document."""
        return graph_to_dict(self)

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Fill the empty attributes."""
        self._nodes, self._sources = {}, {}
        _fill(self, state["nodes"], state["edges"])


def _fill(graph: solution.Graph, nodes: Iterable[Any], edges: Iterable[Any]) -> None:
    for node in nodes:
        if not isinstance(node["attrs"], Mapping):
            raise GraphError("attributes are a mapping")
        if isinstance(node["key"], bool) or not isinstance(node["key"], int | str):
            raise GraphError("a key is an int or a str")
        graph.add_node(node["key"])
        graph.node(node["key"]).attrs.update(copy.deepcopy(node["attrs"]))
    for edge in edges:
        u, v, weight = edge
        if weight is True or weight is False:
            raise GraphError("a weight is a number")
        graph.add_edge(u, v, weight + 0)


def graph_to_dict(g: solution.Graph) -> dict[str, Any]:
    """Copy everything at once."""
    return copy.deepcopy(
        {
            "version": 1,
            "nodes": [{"key": node.key, "attrs": node.attrs} for node in g.nodes()],
            "edges": [[u, v, weight] for u, v, weight in g.edges()],
        }
    )


def graph_from_dict(d: Mapping[str, Any]) -> solution.Graph:
    """Any surprise is a GraphError."""
    try:
        if d["version"] != 1:
            raise GraphError("unknown version")
        graph = Graph()
        for part in ("nodes", "edges"):
            if not isinstance(d[part], Sequence) or isinstance(d[part], str):
                raise GraphError(f"{part} are a list")
        _fill(graph, d["nodes"], d["edges"])
    except GraphError:
        raise
    except Exception as error:
        raise GraphError(f"{type(error).__name__}: {error}") from error
    return graph
