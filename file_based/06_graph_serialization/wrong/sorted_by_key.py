"""Thinks that any order is good for a comparison, as long as it is always the same."""

from solution import *

FAILS = "the_document_has_the_form"
SAYS = "in the graph"


def graph_to_dict(g: Graph) -> dict[str, Any]:
    """Sort by key, and give up the order of the graph."""
    nodes = sorted(g.nodes(), key=lambda node: str(node.key))
    return {
        "version": VERSION,
        "nodes": [{"key": n.key, "attrs": copy.deepcopy(n.attrs)} for n in nodes],
        "edges": sorted(([*edge] for edge in g.edges()), key=str),
    }
