"""Thinks that a loop over something else than a list raises an error."""

from solution import *
from solution import _attrs, _key, _weight

FAILS = "wrong_documents_are_refused"
SAYS = "a document with nodes that are an empty text gave no error"


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Find no nodes in a text, and no edges in an object."""
    graph = Graph()
    try:
        if d["version"] != VERSION:
            raise GraphError("version")
        for node in d["nodes"]:
            graph.add_node(_key(node["key"])).attrs = _attrs(node["attrs"])
        for u, v, weight in d["edges"]:
            graph.add_edge(_key(u), _key(v), _weight(weight))
    except GraphError:
        raise
    except (LookupError, TypeError, ValueError) as error:
        raise GraphError(str(error)) from error
    return graph
