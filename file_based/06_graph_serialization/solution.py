"""Keep a graph in pickle and JSON."""

import copy
import json
import pickle
import sys
from collections.abc import Mapping
from typing import Any

VERSION = 1
"""The version of the JSON document."""

Key = int | str


class GraphError(ValueError):
    """A graph, or a document that should hold one, is wrong."""


class Node:
    """A node of a graph: its key, its attributes, and its edges to other nodes."""

    def __init__(self, key: Key, attrs: dict[str, Any]) -> None:
        self.key = key
        self.attrs = attrs
        self.out: list[tuple[Node, float]] = []
        """The nodes that its edges lead to, with the weight of each edge."""


class Graph:
    """Nodes with directed, weighted edges between them.

    Several edges may lead from one node to another, and a node may have an edge to itself. Keys
    are ints and texts; 1 and "1" are two keys.
    """

    def __init__(self) -> None:
        self._nodes: dict[Key, Node] = {}
        self._sources: dict[Key, list[Node]] = {}
        """An index, so that `sources` need not search: it can be made from the nodes."""

    def add_node(self, key: Key, **attrs: Any) -> Node:
        """Add a node without edges and return it.

        Raises:
            GraphError: There is a node with this key.
        """
        if key in self._nodes:
            raise GraphError(f"there are two nodes {key!r}")
        self._nodes[key] = Node(key, attrs)
        self._sources[key] = []
        return self._nodes[key]

    def add_edge(self, u: Key, v: Key, weight: float = 1.0) -> None:
        """Add an edge from node `u` to node `v`.

        Raises:
            GraphError: One of the two nodes is not there.
        """
        source, target = self.node(u), self.node(v)
        source.out.append((target, weight))
        self._sources[v].append(source)

    def node(self, key: Key) -> Node:
        """The node with a key.

        Raises:
            GraphError: There is none.
        """
        if key not in self._nodes:
            raise GraphError(f"there is no node {key!r}")
        return self._nodes[key]

    def nodes(self) -> list[Node]:
        """All nodes, in the order in which they were added."""
        return list(self._nodes.values())

    def edges(self) -> list[tuple[Key, Key, float]]:
        """All edges, node by node, those of each node in the order in which they were added."""
        return [(node.key, to.key, weight) for node in self.nodes() for to, weight in node.out]

    def neighbours(self, u: Key) -> list[Node]:
        """The nodes that the edges of `u` lead to, one for each edge."""
        return [node for node, _ in self.node(u).out]

    def sources(self, v: Key) -> list[Node]:
        """The nodes from which an edge leads to `v`, one for each edge."""
        return list(self._sources[self.node(v).key])

    def __getstate__(self) -> dict[str, Any]:
        """What pickle stores of a graph: all nodes and edges, in their order, and no index."""
        # Flat: pickle calls itself for what is inside, so a Node in a Node in … is a deep call.
        return {"nodes": [(node.key, node.attrs) for node in self.nodes()], "edges": self.edges()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make this graph what the stored one was.  `__init__` has not been called."""
        self._nodes = {key: Node(key, attrs) for key, attrs in state["nodes"]}
        self._sources = {key: [] for key in self._nodes}
        for u, v, weight in state["edges"]:
            self.add_edge(u, v, weight)


def graph_to_dict(g: Graph) -> dict[str, Any]:
    """Turn a graph into a document for JSON."""
    return {
        "version": VERSION,
        # Lists of nodes and edges: as keys of an object, 1 and "1" would be the same text.
        "nodes": [{"key": n.key, "attrs": copy.deepcopy(n.attrs)} for n in g.nodes()],
        "edges": [list(edge) for edge in g.edges()],
    }


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Make a graph of a document."""
    graph = Graph()
    try:
        if d["version"] != VERSION:
            raise GraphError(f"version {d['version']!r} is not {VERSION}")
        for node in _list(d["nodes"]):
            graph.add_node(_key(node["key"])).attrs = _attrs(node["attrs"])
        for u, v, weight in _list(d["edges"]):
            graph.add_edge(_key(u), _key(v), _weight(weight))
    except GraphError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise GraphError(f"no graph: {type(error).__name__}: {error}") from error
    return graph


def _list(value: Any) -> list[Any]:
    if type(value) is not list:  # a loop over {} or "" would find nothing wrong
        raise GraphError(f"a {type(value).__name__} is no list of nodes or edges")
    return value


def _key(value: Any) -> Key:
    if type(value) not in (int, str):  # True is an int, too
        raise GraphError(f"{value!r} is no key")
    return value


def _attrs(value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise GraphError(f"{value!r} are no attributes")
    return copy.deepcopy(value)


def _weight(value: Any) -> float:
    if type(value) not in (int, float):
        raise GraphError(f"{value!r} is no weight")
    return value


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


class LinkedGraph(Graph):
    """A graph that leaves everything to pickle."""

    def __getstate__(self) -> dict[str, Any]:
        """The attributes as they are: nodes that hold nodes that hold nodes."""
        return self.__dict__

    def __setstate__(self, state: dict[str, Any]) -> None:
        """The attributes as they were."""
        self.__dict__ = state


def chain(cls: type[Graph], length: int) -> Graph:
    """A graph in which each node leads to the next one."""
    graph = cls()
    for key in range(length):
        graph.add_node(key)
    for key in range(length - 1):
        graph.add_edge(key, key + 1)
    return graph


def main() -> None:
    """Show three naive ways, then the functions above."""
    print("1. A chain of linked nodes, left to pickle:")
    for length in (50, 20_000):
        try:
            size = len(pickle.dumps(chain(LinkedGraph, length)))
            print(f"   {length:>6,} nodes: {size:,} bytes")
        except RecursionError as error:
            print(f"   {length:>6,} nodes: RecursionError: {error}")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000_000)
    try:
        pickle.dumps(chain(LinkedGraph, 20_000))
    except RecursionError:
        print("   and with sys.setrecursionlimit(1_000_000): RecursionError again")
    sys.setrecursionlimit(limit)

    print("2. Edges alone, and keys as names in a JSON object:")
    graph = Graph()
    for key in (1, "1", "alone"):
        graph.add_node(key)
    graph.add_edge(1, "1", 0.5)
    graph.add_edge("1", "1", 2)
    naive = {str(u): {str(v): weight} for u, v, weight in graph.edges()}
    print(f"   {[node.key for node in graph.nodes()]} and {graph.edges()}")
    print(f"   became {json.dumps(naive)}")

    print("The right way:")
    text = json.dumps(graph_to_dict(graph))
    print(f"   {text}")
    again = graph_from_dict(json.loads(text))
    same = graph_to_dict(again) == graph_to_dict(graph)
    print(f"   the same graph? {same}; edges to '1' come from {len(again.sources('1'))} nodes")
    long = pickle.loads(pickle.dumps(chain(Graph, 20_000)))
    print(f"   a chain of {len(long.nodes()):,} nodes came back from pickle")
    try:
        graph_from_dict({"version": 1, "nodes": [], "edges": [[1, 2, 1.0]]})
    except GraphError as error:
        print(f"   GraphError: {error}")


if __name__ == "__main__":
    main()
