"""Thinks that a set keeps an order."""

from solution import *

FAILS = "the_document_has_the_form"
SAYS = "in the graph"


def graph_to_dict(g: Graph) -> dict[str, Any]:
    """Take the nodes out of a set, in any order."""
    nodes = [{"key": n.key, "attrs": copy.deepcopy(n.attrs)} for n in set(g.nodes())]
    edges = [list(edge) for edge in g.edges()]
    return {"version": VERSION, "nodes": nodes[::-1], "edges": edges[::-1]}
