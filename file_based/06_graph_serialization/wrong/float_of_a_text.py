"""Thinks that float() only checks."""

from solution import *
from solution import _attrs, _key

FAILS = "wrong_documents_are_refused"
SAYS = "a weight that is a text gave no error"


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Turn texts into numbers that nobody has written."""
    graph = Graph()
    try:
        if d["version"] != VERSION:
            raise GraphError("version")
        for node in d["nodes"]:
            graph.add_node(_key(node["key"])).attrs = _attrs(node["attrs"])
        for u, v, weight in d["edges"]:
            number = weight if isinstance(weight, int | float) else float(weight)
            graph.add_edge(_key(u), _key(v), number)
    except GraphError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise GraphError(str(error)) from error
    return graph
