"""Look at an answer itself: at what its source reaches for, and at the values that it returns."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import randbits, token_hex
from types import FunctionType
from typing import Any, cast

from runner.tampering.plain import plain
from runner.tampering.whose import LIBRARIES, RUNNER

Note = Callable[[str], None]
"""Tells the parent, in half a sentence, what the answer did."""

_REFLECTION = frozenset(
    {"__globals__", "__closure__", "cell_contents", "gr_frame", "f_back", "f_locals", "f_globals"}
)
"""What leads from a function to what it knows.  No audit event tells of these."""
_MOST_LOOKED_AT = 1_000
"""Values of one result."""
_BUILT_IN = (bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset)
_PLAIN = frozenset(map(id, (*_BUILT_IN, type(None), type)))
_CONTAINERS = (list, tuple, set, frozenset, dict)
# What a class is, not what its metaclass says.
_mro = type.__dict__["__mro__"].__get__
_attributes = type.__dict__["__dict__"].__get__


def reflection(answer: Path) -> str:
    """What an answer's source reaches for that only serves to look behind functions.

    Args:
        answer: a file or a folder.

    Returns:
        Half a sentence for a person; empty where there is nothing.
    """
    for file in [answer] if answer.is_file() else sorted(answer.rglob("*.py")):
        try:
            source = file.read_bytes()
            if not any(name.encode() in source for name in _REFLECTION):
                continue
            tree = ast.parse(source)
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            continue  # loading it will tell
        for node in ast.walk(tree):
            name = getattr(node, "attr", None) or getattr(node, "value", None)
            if isinstance(name, str) and name in _REFLECTION:
                return f"looks behind a function: {name} in line {getattr(node, 'lineno', '?')}"
    return ""


def watch_equality(value: object, tell: Note) -> None:
    """Have classes of the answer tell when they claim to equal something of another class.

    Args:
        value: what the answer returned; lists, tuples, sets and dicts are looked into.
        tell: the parent.
    """
    waiting, looked_at = [value], 0
    while waiting and looked_at < _MOST_LOOKED_AT:
        looked_at += 1
        each = waiting.pop()
        kind = type(each)
        for base in _CONTAINERS:
            if _has_base(kind, base):
                waiting += base.__iter__(each)  # type: ignore[arg-type]
        if _has_base(kind, dict):
            waiting += dict.values(each)  # type: ignore[arg-type]
        if id(kind) not in _PLAIN:
            for cls in _mro(kind):
                _watch_class(cls, tell)
            if any(_equals(each, other) for other in _unknown_to_all()):  # unittest.mock.ANY
                tell(f"returns a {kind.__name__} that equals everything")


def _unknown_to_all() -> Iterator[object]:
    """Values of many kinds that no honest object equals, since nobody has seen them."""
    text = token_hex()
    yield from (object(), text, text.encode(), [text], (text,), {text}, {text: text}, randbits(64))


def _watch_class(cls: type, tell: Note) -> None:
    for name, lie in (("__eq__", True), ("__ne__", False)):
        compares = _attributes(cls).get(name)
        if not isinstance(compares, FunctionType):
            continue
        if plain(compares.__code__.co_filename).startswith((RUNNER, *LIBRARIES)):
            continue  # not the answer's; the name of its module would be no proof

        def honest(
            self: object, other: object, compares: FunctionType = compares, lie: bool = lie
        ) -> object:
            found = compares(self, other)
            if found is lie and not _may_be_equal(self, other, cls):
                tell(f"says that its {cls.__name__} is equal to a {type(other).__name__}")
            return found

        type.__setattr__(cls, name, honest)


def _may_be_equal(value: object, other: object, cls: type) -> bool:
    """Whether an object of the answer's class can honestly equal another one."""
    if _has_base(type(other), cls):
        return True
    for base in (*_BUILT_IN, type(other)):
        if base is not object and _has_base(type(value), base) and _has_base(type(other), base):
            return cast("Any", base).__eq__(value, other) is True
    return False


def _has_base(kind: type, base: type) -> bool:
    return any(each is base for each in _mro(kind))  # `in` would ask the metaclass


def _equals(value: object, other: object) -> bool:
    try:
        return (value == other) is True
    except Exception:  # it cannot be compared, so it claims nothing
        return False
