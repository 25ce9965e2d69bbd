"""Thinks that nodes can be the names in a JSON object."""

from solution import *

FAILS = "the_document_has_the_form"
SAYS = "nodes of the document are not as the brief has them"


def graph_to_dict(g: Graph) -> dict[str, Any]:
    """Make a text of every key: 1 and "1" are the same then."""
    nodes = {node.key: copy.deepcopy(node.attrs) for node in g.nodes()}
    edges = [[str(u), str(v), weight] for u, v, weight in g.edges()]
    written = [{"key": str(key), "attrs": attrs} for key, attrs in nodes.items()]
    return {"version": VERSION, "nodes": written, "edges": edges}
