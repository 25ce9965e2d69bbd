"""Keep a graph in pickle and JSON."""

from collections.abc import Mapping
from typing import Any

VERSION = 1
"""The version of the JSON document."""

Key = int | str


class GraphError(ValueError):
    """A graph, or a document that should hold one, is wrong.  Given."""


class Node:
    """A node of a graph: its key, its attributes, and its edges to other nodes.  Given."""

    def __init__(self, key: Key, attrs: dict[str, Any]) -> None:
        self.key = key
        self.attrs = attrs
        self.out: list[tuple[Node, float]] = []
        """The nodes that its edges lead to, with the weight of each edge."""


class Graph:
    """Nodes with directed, weighted edges between them.

    Several edges may lead from one node to another, and a node may have an edge to itself. Keys
    are ints and texts; 1 and "1" are two keys.  All but the last two methods are given.
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

    # ---- yours -------------------------------------------------------------------------------

    def __getstate__(self) -> Any:
        """What pickle stores of a graph: all nodes and edges, in their order, and no index.

        Returns:
            Plain containers in which no Node refers to another one.
        """
        # TODO task 1: what has to be kept, and in which form?
        # TODO task 2: a chain of 20,000 nodes must not be 20,000 calls deep.
        raise NotImplementedError

    def __setstate__(self, state: Any) -> None:
        """Make this graph what the stored one was.  `__init__` has not been called.

        Args:
            state: What `__getstate__` returned.
        """
        # TODO task 1: make everything anew, the index too.
        raise NotImplementedError


def graph_to_dict(g: Graph) -> dict[str, Any]:
    """Turn a graph into a document for JSON.

    Args:
        g: A graph whose attributes JSON can hold.

    Returns:
        `{"version": 1, "nodes": [{"key": …, "attrs": {…}}, …], "edges": [[u, v, weight], …]}`,
        nodes and edges in the graph's order. It shares no attributes with the graph.
    """
    # TODO task 3
    raise NotImplementedError


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Make a graph of a document.

    Args:
        d: As `graph_to_dict` makes it, perhaps from a file that somebody has edited. It is not
            changed, and shares no attributes with the graph.

    Returns:
        The graph.

    Raises:
        GraphError: It is no such document: another version, a part that is missing or has the
            wrong form, a key that stands twice, an edge to a node that is not there. True and
            False are neither keys nor weights.
    """
    # TODO task 4
    raise NotImplementedError
