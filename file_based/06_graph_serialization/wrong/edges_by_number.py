"""Thinks that a list which has the parts wanted has nothing else."""

from solution import *
from solution import _attrs, _key, _list, _weight

FAILS = "wrong_documents_are_refused"
SAYS = "a document with an edge with a fourth part gave no error"


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Take three parts, and look at no other."""
    graph = Graph()
    try:
        if d["version"] != VERSION:
            raise GraphError("version")
        for node in _list(d["nodes"]):
            graph.add_node(_key(node["key"])).attrs = _attrs(node["attrs"])
        for edge in _list(d["edges"]):
            graph.add_edge(_key(edge[0]), _key(edge[1]), _weight(edge[2]))
    except GraphError:
        raise
    except (LookupError, TypeError, ValueError) as error:
        raise GraphError(str(error)) from error
    return graph
