"""Thinks that an argument is there to be used up."""

from solution import *
from solution import _attrs, _key, _list, _weight

FAILS = "the_document_stays_as_it_is"
SAYS = "it belongs to the caller"


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Take the parts out of the document."""
    graph = Graph()
    try:
        if d["version"] != VERSION:
            raise GraphError("version")
        for node in _list(d["nodes"]):
            attrs = _attrs(node.pop("attrs"))
            graph.add_node(_key(node["key"])).attrs = attrs
        for u, v, weight in _list(d["edges"]):
            graph.add_edge(_key(u), _key(v), _weight(weight))
    except GraphError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise GraphError(str(error)) from error
    return graph
