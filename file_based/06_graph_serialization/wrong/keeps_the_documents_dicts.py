"""Thinks that the caller does not need the document any more."""

from solution import *
from solution import _key, _list, _weight

FAILS = "the_document_stays_as_it_is"
SAYS = "or the same list inside of them"


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Put the dicts of the document into the graph."""
    graph = Graph()
    try:
        if d["version"] != VERSION:
            raise GraphError("version")
        for node in _list(d["nodes"]):
            if not isinstance(node["attrs"], dict):
                raise GraphError("attributes")
            graph.add_node(_key(node["key"])).attrs = node["attrs"]
        for u, v, weight in _list(d["edges"]):
            graph.add_edge(_key(u), _key(v), _weight(weight))
    except GraphError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise GraphError(str(error)) from error
    return graph
