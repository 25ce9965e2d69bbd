"""Thinks that a new dict has new contents."""

from solution import *

FAILS = "graph_and_document_share_nothing"
SAYS = "they hold the same attributes"


def graph_to_dict(g: Graph) -> dict[str, Any]:
    """Put the graph's own dicts into the document."""
    return {
        "version": VERSION,
        "nodes": [{"key": n.key, "attrs": n.attrs} for n in g.nodes()],
        "edges": [list(edge) for edge in g.edges()],
    }
