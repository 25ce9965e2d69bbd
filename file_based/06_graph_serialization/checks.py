import copy
import json
import pickle
import random
from collections.abc import Callable
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from runner.api import Race, datasets

KEYS = [*range(-3, 12), *(str(number) for number in range(6)), *datasets.HOSTILE_NAMES]


# ---- task 1: pickle -------------------------------------------------------------------------


@pytest.mark.task(1)
def test_each_node_is_one_object(answer: Any) -> None:
    """After loading, all edges to a node lead to the one object that the graph has for it."""
    got = _pickled(_diamond(answer))
    for key in ("left", "right"):
        (bottom,) = got.neighbours(key)
        assert bottom is got.node("bottom"), (
            f"the edge from {key!r} leads to another object than node('bottom'): "
            "a node is one object, and an edge only refers to it"
        )
    assert got.neighbours("self")[0] is got.node("self"), (
        "a node with an edge to itself has an edge to another object after loading: "
        "a node is one object, and an edge only refers to it"
    )
    got.node("bottom").attrs["color"] = "red"
    assert got.neighbours("left")[0].attrs == {"color": "red"}, (
        "a change of a node is not seen through the edges that lead to it: an edge and the list "
        "of nodes hold the same object"
    )


@pytest.mark.task(1)
def test_a_graph_survives_pickle(answer: Any) -> None:
    """200 random graphs come back as they were, and so does an empty one."""
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        got = _pickled(answer.Graph(), protocol)
        _require_same(_shape(answer.Graph()), got, f"an empty graph in protocol {protocol}")
    for number in range(200):
        graph = _random_graph(answer, number)
        for node in graph.nodes()[:3]:
            node.attrs |= {"when": date(2026, 5, 1), "pair": (1, {2}), "key": None, "": b"\xff"}
        _require_same(_shape(graph), _pickled(graph, number % 6), f"random graph {number}")


@pytest.mark.task(1)
def test_a_loaded_graph_is_a_graph_of_its_own(answer: Any) -> None:
    """The graph that was stored stays as it is, and both can grow afterwards."""
    graph = _diamond(answer)
    before = _shape(graph)
    got = _pickled(graph)
    _require_same(before, graph, "the graph itself, after it was pickled,")
    got.add_node("new", color="blue")
    got.add_edge("new", "bottom", 7)
    assert _shape(graph) == before, (
        "a new node in the loaded graph is in the old one, too: they share nothing"
    )
    assert [node.key for node in got.sources("bottom")][-1] == "new", (
        "an edge that was added to the loaded graph is missing in its index: the index is made "
        "again, whole"
    )
    _require_same(before, copy.deepcopy(graph), "a deepcopy, which asks the same two methods,")


@pytest.mark.task(1)
def test_the_index_is_rebuilt(answer: Any) -> None:
    """The index is not stored: it is made anew, and right, whatever it was before."""
    graph = _diamond(answer)
    expected = _shape(graph)
    graph._sources["a ghost in the index"] = [graph.node("top")]
    graph._sources["bottom"].clear()
    data = pickle.dumps(graph)
    assert b"a ghost in the index" not in data, (
        "what was only in the index is in the pickle: what can be made from the rest is not "
        "stored, or it can contradict the rest"
    )
    assert _shape(pickle.loads(data)) == expected, (
        "sources() is wrong after loading: the index is made anew from the edges"
    )


# ---- task 2: long chains --------------------------------------------------------------------


@pytest.mark.task(2)
def test_a_long_chain_is_pickled(answer: Any, race: Race) -> None:
    """A chain of 20,000 nodes is stored and loaded with Python's usual recursion limit."""

    def work(_worker: int) -> Any:
        got = _pickled(_chain(answer))
        return [len(got.nodes()), got.neighbours(0)[0].key, got.sources(19_999)[0].key]

    _require_chain(race, work, "pickle calls itself for what is inside a value")


# ---- task 3: graph_to_dict ------------------------------------------------------------------


@pytest.mark.task(3)
def test_the_document_has_the_form(answer: Any) -> None:
    """The document has version, nodes and edges, each node once and each edge once."""
    got = answer.graph_to_dict(_diamond(answer))
    expected = {
        "version": 1,
        "nodes": [
            {"key": "top", "attrs": {"label": "O'Brien"}},
            {"key": "left", "attrs": {}},
            {"key": "right", "attrs": {}},
            {"key": "bottom", "attrs": {}},
            {"key": "self", "attrs": {}},
            {"key": 1, "attrs": {"n": [1]}},
            {"key": "1", "attrs": {}},
        ],
        "edges": [
            ["top", "left", 1.0],
            ["top", "right", 0.5],
            ["left", "bottom", 1.0],
            ["right", "bottom", 1.0],
            ["self", "self", 2],
        ],
    }
    assert isinstance(got, dict), f"graph_to_dict() returned a {type(got).__name__}: it is a dict"
    assert got.keys() == expected.keys(), (
        f"the document has the keys {', '.join(map(str, got))}: they are version, nodes and edges"
    )
    for part in expected:
        plain = json.loads(json.dumps(got[part]))
        assert plain == expected[part], (
            f"{part} of the document are not as the brief has them: every node stands there once, "
            "also one without edges, and every edge once, in the graph's order"
        )
    empty = answer.graph_to_dict(answer.Graph())
    assert empty == {"version": 1, "nodes": [], "edges": []}, "an empty graph has empty lists"


@pytest.mark.task(3)
def test_one_change_is_one_change_in_the_document(answer: Any) -> None:
    """A new edge adds one line to the document and moves no other, so files can be compared."""
    for number in range(30):
        graph = _random_graph(answer, number)
        before = _lines(answer.graph_to_dict(graph))
        graph.add_node("last of all")
        after = _lines(answer.graph_to_dict(graph))
        added = [line for line in after if "last of all" in line]
        rest = [line for line in after if "last of all" not in line]
        assert (len(added), rest) == (1, before), (
            f"a new node changed {len(added)} lines of the document, and others moved: "
            "nodes and edges stand in the graph's order, which is always the same"
        )
        graph.add_edge("last of all", graph.nodes()[0].key)
        rest = [line for line in _lines(answer.graph_to_dict(graph)) if line not in after]
        assert len(rest) == 1, (
            f"a new edge changed {len(rest)} lines of the document, not 1: an edge has a line of "
            "its own"
        )


@pytest.mark.task(3)
def test_graph_and_document_share_nothing(answer: Any) -> None:
    """Who changes the document afterwards does not change the graph."""
    graph = _diamond(answer)
    before = _shape(graph)
    document = answer.graph_to_dict(graph)
    document["nodes"][0]["attrs"]["label"] = "changed"
    document["nodes"][5]["attrs"]["n"].append(2)
    assert _shape(graph) == before, (
        "a change of the document changed the graph: they hold the same attributes, or the same "
        "list inside of them"
    )


# ---- task 4: graph_from_dict ----------------------------------------------------------------


@pytest.mark.task(4)
def test_a_graph_survives_json(answer: Any) -> None:
    """100 random graphs come back as they were from JSON text, and so does an empty one."""
    empty = answer.Graph()
    _require_same(_shape(empty), _through_json(answer, empty), "an empty graph")
    for number in range(100):
        graph = _random_graph(answer, number)
        for node in graph.nodes()[:3]:
            node.attrs |= {"key": None, "": [1, {"a": 2.5}], "茶": "🍵"}
        got = _through_json(answer, graph)
        _require_same(_shape(graph), got, f"random graph {number}")
        for node in got.nodes():
            assert all(n is got.node(n.key) for n in got.neighbours(node.key)), (
                f"random graph {number} has copies of nodes: an edge refers to the one node"
            )


@pytest.mark.task(4)
def test_a_long_chain_survives_json(answer: Any, race: Race) -> None:
    """A chain of 20,000 nodes goes through JSON with Python's usual recursion limit."""

    def work(_worker: int) -> Any:
        got = _through_json(answer, _chain(answer))
        return [len(got.nodes()), got.neighbours(0)[0].key, got.sources(19_999)[0].key]

    _require_chain(race, work, "json calls itself for what is inside a value")


@pytest.mark.task(4)
def test_wrong_documents_are_refused(answer: Any) -> None:
    """What is no document of this form raises GraphError, and nothing else."""
    node, other = {"key": 1, "attrs": {}}, {"key": "b", "attrs": {}}
    good = {"version": 1, "nodes": [node, other], "edges": [[1, "b", 1.0]]}
    for what, wrong in (
        ("an edge to a node that is not there", {"edges": [[1, "c", 1.0]]}),
        ("an edge from a node that is not there", {"edges": [[2, "b", 1.0]]}),
        ('an edge to "1", where only 1 is there', {"edges": [["b", "1", 1.0]]}),
        ("a key that stands twice", {"nodes": [node, other, node], "edges": []}),
        ("version 2", {"version": 2}),
        ("no version", {"version": None}),
        ("an edge without a weight", {"edges": [[1, "b"]]}),
        ("a weight that is a text", {"edges": [[1, "b", "1.0"]]}),
        ("a node without a key", {"nodes": [node, other, {"attrs": {}}]}),
        ("a node without attributes", {"nodes": [node, other, {"key": 3}]}),
        ("a key that is a list", {"nodes": [node, other, {"key": [3], "attrs": {}}]}),
        ("attributes that are a list", {"nodes": [node, other, {"key": 3, "attrs": [1]}]}),
        ("nodes that are a number", {"nodes": 5}),
        ("nodes that are an empty text", {"nodes": "", "edges": []}),
        ("edges that are an empty object", {"edges": {}}),
        ("an edge with a fourth part", {"edges": [[1, "b", 1.0, 2.0]]}),
        ("a key that is null", {"nodes": [node, other, {"key": None, "attrs": {}}]}),
        ("a key that is 2.5", {"nodes": [node, other, {"key": 2.5, "attrs": {}}]}),
        ("a key that is false", {"nodes": [node, other, {"key": False, "attrs": {}}]}),
        ("a weight that is true", {"edges": [[1, "b", True]]}),
    ):
        _require_refused(answer, good | wrong, what)
    for part in good:
        missing = {key: value for key, value in good.items() if key != part}
        _require_refused(answer, missing, f"no {part} at all")
    assert answer.graph_from_dict(good).edges() == [(1, "b", 1.0)], "a good document is read"


@pytest.mark.task(4)
def test_the_document_stays_as_it_is(answer: Any) -> None:
    """graph_from_dict() changes nothing in its argument, and shares no attributes with it."""
    document = answer.graph_to_dict(_diamond(answer))
    before = copy.deepcopy(document)
    graph = answer.graph_from_dict(MappingProxyType(document))
    assert document == before, "the document was changed: it belongs to the caller"
    graph.node("top").attrs["label"] = "changed"
    graph.node(1).attrs["n"].append(2)
    assert document == before, (
        "a change of the graph changed the document: they hold the same attributes, or the same "
        "list inside of them"
    )


# ---- what the checks look with --------------------------------------------------------------


def _diamond(answer: Any) -> Any:
    """A small graph: two ways to one node, an edge to itself, two nodes without edges."""
    graph = answer.Graph()
    graph.add_node("top", label="O'Brien")
    for key in ("left", "right", "bottom", "self"):
        graph.add_node(key)
    graph.add_node(1, n=[1])
    graph.add_node("1")
    graph.add_edge("top", "left")
    graph.add_edge("top", "right", 0.5)
    graph.add_edge("left", "bottom")
    graph.add_edge("right", "bottom")
    graph.add_edge("self", "self", 2)
    return graph


def _random_graph(answer: Any, seed: int) -> Any:
    """Edges of all kinds between some of the keys: equal ones, there and back, to itself."""
    dice = random.Random(seed)
    graph = answer.Graph()
    keys = dice.sample(KEYS, dice.randint(1, 12))
    for key in keys:
        graph.add_node(key, **dice.choice([{}, {"x": 1}, {"name": key, "tags": ["a", 2.5]}]))
    for _ in range(dice.randint(0, 20)):
        edge = (*dice.choices(keys[: len(keys) * 3 // 4 + 1], k=2), dice.choice([1.0, 0.1, -3]))
        for _ in range(dice.choice([1, 1, 2])):
            graph.add_edge(*edge)
    return graph


def _chain(answer: Any) -> Any:
    graph = answer.Graph()
    for key in range(20_000):
        graph.add_node(key)
    for key in range(19_999):
        graph.add_edge(key, key + 1)
    return graph


def _pickled(graph: Any, protocol: int = pickle.HIGHEST_PROTOCOL) -> Any:
    return pickle.loads(pickle.dumps(graph, protocol))


def _through_json(answer: Any, graph: Any) -> Any:
    got = answer.graph_from_dict(json.loads(json.dumps(answer.graph_to_dict(graph))))
    assert got is not None, "graph_from_dict() returned None: it returns the graph"
    return got


def _shape(graph: Any) -> dict[str, Any]:
    """All that can be seen of a graph, with types."""
    return {
        "nodes": [repr((node.key, node.attrs)) for node in graph.nodes()],
        "edges": [repr(edge) for edge in graph.edges()],
        "sources": {
            repr(node.key): sorted(repr(source.key) for source in graph.sources(node.key))
            for node in graph.nodes()
        },
    }


def _require_same(expected: dict[str, Any], got: Any, which: str) -> None:
    try:
        shape = _shape(got)
    except AttributeError as error:
        raise AssertionError(
            f"{which} lacks some of its attributes ({error}): pickle calls no __init__, and "
            "__setstate__ only if there is a state; what __getstate__ hands out is its own"
        ) from None
    for part, value in expected.items():
        assert shape[part] == value, (
            f"{which} has other {part} than before: nodes, also those without edges, edges, also "
            "equal ones, keys with their types, and their order are all part of a graph"
        )


def _require_chain(race: Race, work: Callable[[int], Any], rule: str) -> None:
    """Run the work in a process of its own, which may die of a recursion that is too deep."""
    what = f"a chain of 20,000 nodes, a few seconds, the usual recursion limit; {rule}"
    try:
        (outcome,) = race(work, workers=1, processes=True, seconds=25)
    except AssertionError as error:
        raise AssertionError(f"{str(error).partition(chr(10))[0]}: {what}") from None
    assert outcome.error is None, (
        f"a chain of 20,000 nodes raised {outcome.error}: {rule}, so what is deep has to be made "
        "flat, and a higher recursion limit only moves the crash"
    )
    assert outcome.value == [20_000, 1, 19_998], (
        f"nodes, first neighbour and last source are {outcome.value}, not [20000, 1, 19998]: a "
        "long chain comes back as it was"
    )


def _lines(document: dict[str, Any]) -> list[str]:
    return [json.dumps(item) for part in ("nodes", "edges") for item in document[part]]


def _require_refused(answer: Any, document: dict[str, Any], what: str) -> None:
    raised: BaseException | None = None
    try:
        answer.graph_from_dict(copy.deepcopy(document))
    except NotImplementedError:
        raise
    except Exception as error:
        raised = error
    assert isinstance(raised, answer.GraphError), (
        f"a document with {what} gave {type(raised).__name__ if raised else 'no error'}, where a "
        "GraphError is wanted: a file may have been edited by anybody"
    )
