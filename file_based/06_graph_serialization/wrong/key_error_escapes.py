"""Thinks that a document which is JSON has the right form."""

from solution import *

FAILS = "wrong_documents_are_refused"
SAYS = "where a GraphError is wanted"


def graph_from_dict(d: Mapping[str, Any]) -> Graph:
    """Let KeyError, TypeError and ValueError through."""
    graph = Graph()
    if d["version"] != VERSION:
        raise GraphError("version")
    for node in d["nodes"]:
        graph.add_node(node["key"]).attrs = copy.deepcopy(node["attrs"])
    for u, v, weight in d["edges"]:
        graph.add_edge(u, v, weight)
    return graph
