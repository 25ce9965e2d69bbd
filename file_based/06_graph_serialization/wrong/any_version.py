"""Thinks that a newer version is at least as good."""

from solution import *
from solution import _attrs, _key, _weight

FAILS = "wrong_documents_are_refused"
SAYS = "a document with version 2 gave no error"


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Do not look at the version."""
    graph = Graph()
    try:
        for node in d["nodes"]:
            graph.add_node(_key(node["key"])).attrs = _attrs(node["attrs"])
        for u, v, weight in d["edges"]:
            graph.add_edge(_key(u), _key(v), _weight(weight))
    except GraphError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise GraphError(str(error)) from error
    return graph
