"""Look at an answer itself: at what its source reaches for, and at the values that it returns."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, cast

Note = Callable[[str], None]
"""Tells the parent, in half a sentence, what the answer did."""

_REFLECTION = frozenset(
    {"__globals__", "__closure__", "cell_contents", "gr_frame", "f_back", "f_locals", "f_globals"}
)
"""What leads from a function to what it knows.  No audit event tells of these."""
_MOST_LOOKED_AT = 1_000
"""Values of one result."""
_BUILT_IN = (bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset)
_PLAIN = frozenset({*_BUILT_IN, type(None), type})


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


def watch_equality(value: object, answer: ModuleType, tell: Note) -> None:
    """Have classes of the answer tell when they claim to equal something of another class.

    Args:
        value: what the answer returned; lists, tuples, sets and dicts are looked into.
        answer: the module that was loaded.
        tell: the parent.
    """
    waiting, looked_at = [value], 0
    while waiting and looked_at < _MOST_LOOKED_AT:
        looked_at += 1
        each = waiting.pop()
        kind = type(each)
        for base in (list, tuple, set, frozenset):
            if base in kind.__mro__:
                waiting += base.__iter__(each)  # type: ignore[arg-type]
        if dict in kind.__mro__:
            waiting += [*dict.keys(each), *dict.values(each)]  # type: ignore[arg-type]
        if kind.__eq__ is not object.__eq__ and kind not in _PLAIN:
            for cls in kind.__mro__:
                _watch_class(cls, answer, tell)
            if _equals(each, object()):  # unittest.mock.ANY
                tell(f"returns a {kind.__name__} that equals everything")


def _watch_class(cls: type, answer: ModuleType, tell: Note) -> None:
    for name, lie in (("__eq__", True), ("__ne__", False)):
        compares = cls.__dict__.get(name)
        if not isinstance(compares, FunctionType) or compares.__module__ != answer.__name__:
            continue
        if compares.__code__.co_filename.startswith("<"):
            continue  # a dataclass's own, which asks for the same class

        def honest(
            self: object, other: object, compares: FunctionType = compares, lie: bool = lie
        ) -> object:
            found = compares(self, other)
            if found is lie and not _may_be_equal(self, other, cls):
                tell(f"says that its {cls.__name__} is equal to a {type(other).__name__}")
            return found

        honest.__module__ = __name__
        setattr(cls, name, honest)


def _may_be_equal(value: object, other: object, cls: type) -> bool:
    """Whether an object of the answer's class can honestly equal another one."""
    if isinstance(other, cls):
        return True
    for base in _BUILT_IN:
        if isinstance(value, base) and isinstance(other, base):
            return cast("Any", base).__eq__(value, other) is True
    return type(other) is not object and isinstance(value, type(other))


def _equals(value: object, other: object) -> bool:
    try:
        return (value == other) is True
    except Exception:  # it cannot be compared, so it claims nothing
        return False
