"""Thinks that whatever can be the key of a dict can be the key of a node."""

from solution import *
from solution import _attrs, _list, _weight

FAILS = "wrong_documents_are_refused"
SAYS = "a document with a key that is null gave no error"


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Leave it to the dict of nodes to refuse a key."""
    graph = Graph()
    try:
        if d["version"] != VERSION:
            raise GraphError("version")
        for node in _list(d["nodes"]):
            graph.add_node(node["key"]).attrs = _attrs(node["attrs"])
        for u, v, weight in _list(d["edges"]):
            graph.add_edge(u, v, _weight(weight))
    except GraphError:
        raise
    except (LookupError, TypeError, ValueError) as error:
        raise GraphError(str(error)) from error
    return graph
