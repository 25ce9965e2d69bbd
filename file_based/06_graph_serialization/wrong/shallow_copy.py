"""Thinks that dict() copies what is inside, too."""

from solution import *

FAILS = "graph_and_document_share_nothing"
SAYS = "or the same list inside of them"


def graph_to_dict(g: Graph) -> dict[str, Any]:
    """Copy the dicts, and share the lists inside."""
    return {
        "version": VERSION,
        "nodes": [{"key": n.key, "attrs": dict(n.attrs)} for n in g.nodes()],
        "edges": [list(edge) for edge in g.edges()],
    }
