"""Thinks that a node is written where an edge leads to it."""

from solution import *

FAILS = "the_document_has_the_form"
SAYS = "every node stands there once"


def graph_to_dict(g: Graph) -> dict[str, Any]:
    """Write copies of nodes inside of nodes: a cycle would never end."""

    def nested(node: Node, depth: int = 3) -> dict[str, Any]:
        out = [[nested(to, depth - 1), weight] for to, weight in node.out] if depth else []
        return {"key": node.key, "attrs": copy.deepcopy(node.attrs), "neighbours": out}

    return {"version": VERSION, "nodes": [nested(node) for node in g.nodes()], "edges": []}
