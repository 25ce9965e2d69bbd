import copy
import json
import pickle
from collections import OrderedDict, UserDict
from collections.abc import Callable
from http import HTTPMethod, HTTPStatus
from typing import Any

import pytest

from runner.api import datasets

type Make = Callable[..., Any]

PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)


@pytest.fixture
def street(answer: Any) -> Any:
    """A dict whose keys are other ones under another fold."""
    items = {"Straße": 1, "STRASSE": [2], "": {"Tea": 3}, "Zoë O'Brien": None, "A": 4}
    return answer.CaseInsensitiveDict(items, fold=str.lower)


@pytest.fixture
def headers(answer: Any) -> Any:
    """Headers with an attribute more than their class knows."""
    headers = answer.Headers("ada@example.org", max_length=5)
    headers.update({"Subject": "Tea?", "Straße": "A"})
    headers.remark = ["urgent"]
    return headers


# ---- task 1: a dict subclass and pickle -----------------------------------------------------


@pytest.mark.task(1)
def test_a_dict_survives_pickle(answer: Any) -> None:
    """A loaded CaseInsensitiveDict has the same items in the same order, and still its rule."""
    for items in ({}, {"Tea": 250, "COFFEE": [1, None]}, dict.fromkeys(datasets.HOSTILE_NAMES, 0)):
        original = answer.CaseInsensitiveDict(items)
        for protocol in PROTOCOLS:
            loaded = _pickled(original, protocol)
            assert type(loaded) is answer.CaseInsensitiveDict, (
                f"what is loaded is a {type(loaded).__name__}: it must be of the same class"
            )
            assert list(loaded.items()) == list(original.items()), (
                f"with protocol {protocol} the loaded dict has other items: "
                "all items come back, in the same order"
            )
            _require_rule(loaded, "the loaded dict")


@pytest.mark.task(1)
def test_the_fold_survives_pickle(answer: Any, street: Any) -> None:
    """A loaded dict folds its keys as the saved one did, be it lower, upper or casefold."""
    for fold in (str.lower, str.upper, str.casefold):
        original = answer.CaseInsensitiveDict(dict(street), fold=fold)
        for protocol in PROTOCOLS:
            _require_same_dict(_pickled(original, protocol), original, "the loaded dict")


@pytest.mark.task(1)
def test_a_subclass_survives_pickle(headers: Any) -> None:
    """Loaded Headers have their class, their items, all their attributes and their limit."""
    for protocol in PROTOCOLS:
        _require_same_headers(_pickled(headers, protocol), headers, "the loaded Headers")


# ---- task 2: copies of it -------------------------------------------------------------------


@pytest.mark.task(2)
def test_a_copied_dict_keeps_its_rules(street: Any, headers: Any) -> None:
    """copy.copy(d), d.copy() and copy.deepcopy(d) give the same class with the same rules."""
    for name, make in _COPIES.items():
        other = make(street)
        _require_same_dict(other, street, f"{name} of a CaseInsensitiveDict")
        _require_same_headers(make(headers), headers, f"{name} of Headers")


@pytest.mark.task(2)
def test_copied_dicts_are_independent(street: Any, headers: Any) -> None:
    """A new key in a copy is in the copy only; a deep copy shares nothing with the original."""
    for name, make in _COPIES.items():
        other = make(street)
        other["New"] = 1
        assert "New" not in street, f"a key set in {name} is in the original: they are one dict"
        other.fold = str.upper
        assert street.fold == str.lower, (
            f"an attribute set in {name} is set in the original, too: a copy has attributes of "
            "its own"
        )
        inner = make(street)["strasse"]
        shared = inner is street["strasse"]
        assert shared is (name != "copy.deepcopy"), (
            f"{name} {'shares' if shared else 'does not share'} the list that is one of the "
            "values: a shallow copy shares its values, a deep copy has copies of them"
        )
    deep = copy.deepcopy(headers)
    assert deep.remark == ["urgent"], "a deep copy has the attributes of the original"
    assert deep.remark is not headers.remark, (
        "the deep copy shares an attribute with the original: a deep copy has copies of all that "
        "is inside"
    )


# ---- task 3: a bounded list -----------------------------------------------------------------


@pytest.mark.task(3)
def test_a_bounded_list_stays_bounded(answer: Any) -> None:
    """Copies and loaded lists have the same items and the same limit, and keep to it."""
    for items, maxlen in (([1, "b", None], 3), ([], 1), ([[0], 5], 4)):
        original = answer.BoundedList(items, maxlen=maxlen)
        for name, make in (_COPIES | _PICKLES).items():
            what = f"{name} of a BoundedList"
            other = make(original)
            _require_class_and_attributes(other, original, what)
            assert list(other) == items, (
                f"{what} has other items: a collection comes back with all of them, in their order"
            )
            other.extend(range(10))
            assert len(other) == maxlen, (
                f"{what} with maxlen {maxlen} has {len(other)} items after 10 more: its rules "
                "must survive, not only its items"
            )
            other.append("new")
            assert list(original) == items, (
                f"a change to {what} has changed the original: a copy has items of its own"
            )
            if items == [[0], 5]:
                shared = make(original)[0] is original[0]
                assert shared is (name in ("copy.copy", "copy()")), (
                    f"{what} {'shares' if shared else 'does not share'} its items with the "
                    "original: a shallow copy does, a deep copy and a loaded list do not"
                )


@pytest.mark.task(3)
def test_a_subclass_of_it_survives(answer: Any) -> None:
    """A History, whose __init__ takes something else, is copied and loaded with its user."""
    original = answer.History("Zoë")
    original.extend("abcd")
    original.note = {"a": 1}
    for name, make in (_COPIES | _PICKLES).items():
        what = f"{name} of a History"
        other = make(original)
        _require_class_and_attributes(other, original, what)
        assert list(other) == ["b", "c", "d"], (
            f"{what} has other items: a collection comes back with all of them, in their order"
        )
        other.append("e")
        assert list(other) == ["c", "d", "e"], f"{what} must forget its first items, too"


# ---- task 4: JSON ---------------------------------------------------------------------------


@pytest.mark.task(4)
def test_plain_values_come_back_from_json(answer: Any) -> None:
    """None, numbers, texts, lists and dicts come back as they are, whatever keys a dict has."""
    values: list[Any] = [None, True, 0, 2**70, -0.5, "", [], {}, [[]], {"": {"a": [1, {}]}}]
    values += [{name: [*datasets.HOSTILE_NAMES] for name in datasets.HOSTILE_NAMES}]
    for value in values:
        _require_round_trip(answer, value)


@pytest.mark.task(4)
def test_collections_come_back_from_json(answer: Any, street: Any) -> None:
    """Both collections come back with type, items and options, also inside each other."""
    for fold in (str.casefold, str.lower, str.upper):
        _require_round_trip(answer, answer.CaseInsensitiveDict(dict(street), fold=fold))
    for maxlen in (1, 3, 10**9):
        _require_round_trip(answer, answer.BoundedList([[1], "b", {"c": None}], maxlen=maxlen))
    inner = answer.BoundedList([street, answer.BoundedList(maxlen=2)], maxlen=5)
    outer = answer.CaseInsensitiveDict({"Last": inner, "$type": [street]}, fold=str.upper)
    for value in (inner, outer, {"a": [outer, {"b": inner}], "c": outer}):
        _require_round_trip(answer, value)


@pytest.mark.task(4)
def test_a_plain_dict_may_look_like_a_collection(answer: Any) -> None:
    """A dict with the very keys that stand for a collection in JSON comes back as a dict."""
    for collection in (answer.CaseInsensitiveDict({"A": 1}), answer.BoundedList([1], maxlen=2)):
        # What the answer itself makes of a collection is only a plain value, too.
        form = answer.to_jsonable(collection)
        for value in (form, {"a": [form]}, [answer.to_jsonable(form)]):
            _require_round_trip(answer, value)
        _require_round_trip(answer, collection)
    _require_round_trip(answer, {"$type": "CaseInsensitiveDict"})
    _require_round_trip(answer, {"type": "dict", "items": [], "maxlen": 1})


@pytest.mark.task(4)
def test_other_types_are_refused(answer: Any, headers: Any) -> None:
    """A value whose type would be lost in JSON raises TypeError, also deep inside."""
    _require_round_trip(answer, {"a": [answer.CaseInsensitiveDict({"B": 1})]})
    for what, value in {
        "a set": {1},
        "a tuple": (1, 2),
        "bytes": b"a",
        "an OrderedDict": OrderedDict(a=1),
        "a UserDict": UserDict(a=1),
        "an HTTPStatus, which is a subclass of int": HTTPStatus.OK,
        "an HTTPMethod, which is a subclass of str": HTTPMethod.GET,
        "a Lines, which is a subclass of list": _Lines(["a"]),
        "Headers, which are a subclass of CaseInsensitiveDict": headers,
        "a History, which is a subclass of BoundedList": answer.History("Zoë"),
        "a dict with a key that is no str": {1: "a"},
        "a fold that is not in FOLDS": answer.CaseInsensitiveDict({"a": 1}, fold=str.strip),
        "a fold of its own that is called lower": answer.CaseInsensitiveDict(fold=_lower()),
    }.items():
        inside = answer.BoundedList([{"a": [value]}], maxlen=1)
        for given in (value, [value], {"a": value}, inside):
            try:
                got = answer.to_jsonable(given)
            except TypeError:
                continue
            raise AssertionError(
                f"{what} was accepted and gave {str(got)[:60]}: what cannot come back as it was "
                "is refused, or its type is lost without a word"
            )


# ---- helpers --------------------------------------------------------------------------------


class _Lines(list[str]):
    """A subclass of list."""


def _lower() -> Callable[[str], str]:
    """A function with the name of a fold that is in FOLDS."""

    def lower(key: str) -> str:
        return key.strip().lower()

    return lower


def _made(make: Make, original: Any) -> Any:
    """What a copy or a way through pickle has made."""
    name = type(original).__name__
    try:
        return make(original)
    except AttributeError as error:
        if not any(f"no attribute '{attribute}'" in str(error) for attribute in vars(original)):
            raise
        raise AssertionError(
            f"making another {name} raised “{error}”: its own __setitem__ is called for each item, "
            "and needs the attributes before the first one"
        ) from error
    except TypeError as error:
        if "__init__()" not in str(error):
            raise
        raise AssertionError(
            f"making another {name} raised “{error}”: the __init__ of a class may take anything, "
            "so whoever does not know the class cannot call it"
        ) from error


def _pickled(original: Any, protocol: int = pickle.HIGHEST_PROTOCOL) -> Any:
    return _made(lambda given: pickle.loads(pickle.dumps(given, protocol)), original)


_COPIES: dict[str, Make] = {
    "copy.copy": lambda original: _made(copy.copy, original),
    "copy()": lambda original: _made(lambda given: given.copy(), original),
    "copy.deepcopy": lambda original: _made(copy.deepcopy, original),
}
_PICKLES: dict[str, Make] = {"a loaded pickle": _pickled}


def _require_rule(made: Any, what: str) -> None:
    """The keys of a dict are still folded."""
    made["Brand NEW"] = 1
    assert made["bRAND new"] == 1, f"{what} no longer folds its keys: its rule must survive"
    assert "BRAND NEW" in made, (
        f"{what} no longer finds a key in another case: it is of the same class as the original"
    )


def _require_class_and_attributes(made: Any, original: Any, what: str) -> None:
    assert type(made) is type(original), (
        f"{what} is a {type(made).__name__}: it must be of the same class as the original"
    )
    attributes = {name: value for name, value in vars(original).items() if name != "data"}
    for name, value in attributes.items():
        assert hasattr(made, name), (
            f"{what} has no attribute {name}: without its options it is another collection"
        )
        assert getattr(made, name) == value, (
            f"{what} has another {name} than the original: attributes come back with the items"
        )


def _require_same_dict(made: Any, original: Any, what: str) -> None:
    _require_class_and_attributes(made, original, what)
    assert list(made.items()) == list(original.items()), (
        f"{what} has other items: all of them, in the same order, under the keys that they had"
    )
    _require_rule(made, what)
    del made["brand new"]


def _require_same_headers(made: Any, original: Any, what: str) -> None:
    _require_class_and_attributes(made, original, what)
    assert list(made.items()) == list(original.items()), (
        f"{what} has other items: a collection comes back with all of them, in their order"
    )
    try:
        made["Cc"] = "longer than five"
    except ValueError:
        made["CC"] = "B"
        assert made["cc"] == "B", f"{what} no longer folds its keys: its rule must survive"
        return
    raise AssertionError(f"{what} accepted a value that is too long: its rule must survive")


def _require_round_trip(answer: Any, value: Any) -> None:
    """A value comes back from JSON as it was, with every type inside."""
    form = answer.to_jsonable(value)
    text = json.dumps(form, default=lambda other: pytest.fail(
        f"to_jsonable left a {type(other).__name__} in what it gave: only what JSON knows"
    ))  # fmt: skip
    assert _types(json.loads(text)) == _types(form), (
        f"to_jsonable({value!r}) gave {str(form)[:80]}: inside it is something that json.dumps "
        "takes for a plain dict or list without a word, and its type is lost"
    )
    try:
        got = answer.from_jsonable(json.loads(text))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AssertionError(
            f"{str(value)[:60]} went to JSON as {text[:120]}, and from_jsonable raised "
            f"{type(error).__name__}({error}): JSON must say what it was, and nothing else"
        ) from error
    assert _types(got) == _types(value), (
        f"{str(value)[:60]} went to JSON as {text[:120]} and came back with another type, item "
        "or option: JSON must say what it was"
    )


def _types(value: Any) -> Any:
    """A value with the names of all types and options in it."""
    name = type(value).__name__
    if isinstance(value, dict):
        option = getattr(value, "fold", None)
        return name, option, [(key, _types(inner)) for key, inner in value.items()]
    if isinstance(value, list) or name == "BoundedList":
        return name, getattr(value, "maxlen", None), [_types(inner) for inner in value]
    return name, value
