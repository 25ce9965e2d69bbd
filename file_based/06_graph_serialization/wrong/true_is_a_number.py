"""Thinks that isinstance(value, int) is true for numbers only."""

from solution import *
from solution import _attrs, _list

FAILS = "wrong_documents_are_refused"
SAYS = "a document with a key that is false gave no error"


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Take true for 1 and false for 0."""
    graph = Graph()
    try:
        if d["version"] != VERSION:
            raise GraphError("version")
        for node in _list(d["nodes"]):
            if not isinstance(node["key"], int | str):
                raise GraphError("key")
            graph.add_node(node["key"]).attrs = _attrs(node["attrs"])
        for u, v, weight in _list(d["edges"]):
            if not isinstance(weight, int | float):
                raise GraphError("weight")
            graph.add_edge(u, v, weight)
    except GraphError:
        raise
    except (LookupError, TypeError, ValueError) as error:
        raise GraphError(str(error)) from error
    return graph
