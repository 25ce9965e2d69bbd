"""Store nodes as tuples and edges by the numbers of their nodes; read documents by hand."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import solution
from solution import *  # type: ignore[assignment]  (Graph is made anew below)


class Graph(solution.Graph):
    """The given graph, with another state."""

    def __getstate__(self) -> Any:
        """Numbers in place of keys, as adjacency lists."""
        number = {node.key: i for i, node in enumerate(self.nodes())}
        return tuple(
            (node.key, node.attrs, [(number[to.key], weight) for to, weight in node.out])
            for node in self.nodes()
        ), len(number)

    def __setstate__(self, state: Any) -> None:
        """First all nodes, then all edges."""
        self.__init__()
        rows, _ = state
        nodes = [self.add_node(key) for key, _, _ in rows]
        for node, (_, attrs, out) in zip(nodes, rows, strict=True):
            node.attrs = attrs
            for number, weight in out:
                self.add_edge(node.key, nodes[number].key, weight)


def graph_to_dict(g: solution.Graph) -> dict[str, Any]:
    """A loop for each part."""
    nodes = []
    edges = []
    for node in g.nodes():
        nodes.append({"key": node.key, "attrs": deepcopy(node.attrs)})
        for to, weight in node.out:
            edges.append((node.key, to.key, weight))
    return {"version": 1, "nodes": nodes, "edges": edges}


def graph_from_dict(d: Mapping[str, Any]) -> solution.Graph:
    """Look before each step."""
    if not isinstance(d, Mapping) or d.get("version") != 1:
        raise GraphError("not version 1")
    nodes, edges = d.get("nodes"), d.get("edges")
    if not isinstance(nodes, list) or not isinstance(edges, list | tuple):
        raise GraphError("nodes and edges are lists")
    graph = Graph()
    for item in nodes:
        match item:
            case {"key": int() | str() as key, "attrs": dict(attrs)} if not isinstance(key, bool):
                graph.add_node(key).attrs = deepcopy(attrs)
            case _:
                raise GraphError(f"no node: {item!r}")
    for item in edges:
        match item:
            case [int() | str() as u, int() | str() as v, int() | float() as weight] if (
                not isinstance(weight, bool)
            ):
                graph.add_edge(u, v, weight)
            case _:
                raise GraphError(f"no edge: {item!r}")
    return graph
