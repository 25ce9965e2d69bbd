"""Thinks that an edge to a node that is missing asks for that node."""

from solution import *
from solution import _attrs, _key, _weight

FAILS = "wrong_documents_are_refused"
SAYS = "an edge to a node that is not there gave no error"


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Make up what is missing, and hide a damaged file."""
    graph = Graph()
    try:
        if d["version"] != VERSION:
            raise GraphError("version")
        for node in d["nodes"]:
            graph.add_node(_key(node["key"])).attrs = _attrs(node["attrs"])
        known = {node.key for node in graph.nodes()}
        for u, v, weight in d["edges"]:
            for key in (u, v):
                if key not in known:
                    graph.add_node(_key(key))
                    known.add(key)
            graph.add_edge(u, v, _weight(weight))
    except GraphError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise GraphError(str(error)) from error
    return graph
