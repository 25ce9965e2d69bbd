"""The default reduction, with the state moved in front; methods for copies; JSON by dispatch."""

import functools
from collections import UserList
from collections.abc import Callable, Iterable
from copy import copy as shallow
from typing import Any, Self

type Fold = Callable[[str], str]

FOLDS: dict[str, Fold] = {"casefold": str.casefold, "lower": str.lower, "upper": str.upper}
"""The folds that JSON may hold, by name."""


class CaseInsensitiveDict(dict[str, Any]):
    """A dict to which `Tea`, `TEA` and `tea` are the same key."""

    def __init__(self, items: Any = (), /, *, fold: Fold = str.casefold) -> None:
        super().__init__()
        self.fold = fold  # what makes equal keys equal; every key is kept in this form
        self.update(items)

    def __getitem__(self, key: str, /) -> Any:
        return super().__getitem__(self.fold(key))

    def __setitem__(self, key: str, value: Any, /) -> None:
        super().__setitem__(self.fold(key), value)

    def __delitem__(self, key: str, /) -> None:
        super().__delitem__(self.fold(key))

    def __contains__(self, key: object, /) -> bool:
        return isinstance(key, str) and super().__contains__(self.fold(key))

    def update(self, items: Any = (), /, **more: Any) -> None:
        """Set many keys, from whatever `dict` takes."""
        for key, value in dict(items, **more).items():
            self[key] = value

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        """Leave the items to pickle, and set the attributes when the object is made."""
        make = functools.partial(_make, type(self))
        return make, (list(vars(self).items()),), None, None, iter(dict.items(self))

    def copy(self) -> Self:
        """Copy through the reduction."""
        return shallow(self)


def _make(cls: type[CaseInsensitiveDict], attributes: list[tuple[str, Any]]) -> Any:
    new = cls.__new__(cls)
    for name, value in attributes:
        setattr(new, name, value)
    return new


class Headers(CaseInsensitiveDict):
    """The headers of a message."""

    def __init__(self, sender: str, *, max_length: int) -> None:
        self.sender = sender
        self.max_length = max_length
        super().__init__(fold=str.lower)

    def __setitem__(self, key: str, value: Any, /) -> None:
        if len(value) > self.max_length:
            raise ValueError(f"{key} is longer than {self.max_length}")
        super().__setitem__(key, value)


class BoundedList(UserList[Any]):
    """A list that forgets its first items when it has more than `maxlen`."""

    def __init__(self, initlist: Iterable[Any] | None = None, *, maxlen: int) -> None:
        super().__init__(initlist)
        self.maxlen = maxlen
        self._forget()

    def _forget(self) -> None:
        del self.data[: max(0, len(self.data) - self.maxlen)]

    def append(self, item: Any) -> None:
        """Add an item at the end."""
        self.data.append(item)
        self._forget()

    def extend(self, other: Iterable[Any]) -> None:
        """Add items at the end."""
        self.data.extend(other)
        self._forget()

    def copy(self) -> Self:
        """Copy through UserList.__copy__."""
        return shallow(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Copy each item."""
        from copy import deepcopy

        new = self.__class__.__new__(self.__class__)
        memo[id(self)] = new
        new.__dict__ = {name: deepcopy(value, memo) for name, value in self.__dict__.items()}
        return new

    def __reduce__(self) -> tuple[Any, ...]:
        """Say what pickle would do anyway."""
        return _blank, (type(self),), self.__dict__


def _blank(cls: type[BoundedList]) -> BoundedList:
    return cls.__new__(cls)


class History(BoundedList):
    """What a user did last."""

    def __init__(self, user: str) -> None:
        super().__init__(maxlen=3)
        self.user = user


def to_jsonable(obj: Any) -> Any:
    """Mark collections; double the dollar sign of keys that begin with one."""
    if type(obj) is CaseInsensitiveDict:
        if obj.fold not in FOLDS.values():
            raise TypeError("unknown fold")
        fold = next(name for name in FOLDS if FOLDS[name] == obj.fold)
        return {"$fold": fold, "$pairs": [[key, to_jsonable(value)] for key, value in obj.items()]}
    if type(obj) is BoundedList:
        return {"$maxlen": obj.maxlen, "$items": [to_jsonable(item) for item in obj]}
    if type(obj) is list:
        return [to_jsonable(item) for item in obj]
    if type(obj) is dict:
        if not all(type(key) is str for key in obj):
            raise TypeError("a key that is no text")
        return {
            f"${key}" if key.startswith("$") else key: to_jsonable(value)
            for key, value in obj.items()
        }
    if obj is None or type(obj) in {bool, int, float, str}:
        return obj
    raise TypeError(type(obj))


def from_jsonable(data: Any) -> Any:
    """Undo it."""
    if isinstance(data, list):
        return [from_jsonable(item) for item in data]
    if isinstance(data, dict) and "$fold" in data:
        pairs = ((key, from_jsonable(value)) for key, value in data["$pairs"])
        return CaseInsensitiveDict(pairs, fold=FOLDS[data["$fold"]])
    if isinstance(data, dict) and "$maxlen" in data:
        return BoundedList(from_jsonable(data["$items"]), maxlen=data["$maxlen"])
    if isinstance(data, dict):
        return {key.removeprefix("$"): from_jsonable(value) for key, value in data.items()}
    return data
