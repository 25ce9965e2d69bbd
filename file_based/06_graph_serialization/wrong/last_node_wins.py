"""Thinks that a node that stands twice is the same node."""

from solution import *
from solution import _attrs, _key, _weight

FAILS = "wrong_documents_are_refused"
SAYS = "a key that stands twice gave no error"


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Keep the last of two nodes with one key."""
    graph = Graph()
    try:
        if d["version"] != VERSION:
            raise GraphError("version")
        nodes = {_key(node["key"]): _attrs(node["attrs"]) for node in d["nodes"]}
        for key, attrs in nodes.items():
            graph.add_node(key).attrs = attrs
        for u, v, weight in d["edges"]:
            graph.add_edge(_key(u), _key(v), _weight(weight))
    except GraphError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise GraphError(str(error)) from error
    return graph
