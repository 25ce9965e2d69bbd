"""Items and attributes travel as one state; JSON is tagged lists for everything with items."""

import copy
from collections import UserList
from collections.abc import Callable, Iterable
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

    def __reduce__(self) -> tuple[Any, ...]:
        """Make an empty object; __setstate__ does the rest."""
        return _empty, (type(self),), (dict(self), vars(self))

    def __setstate__(self, state: tuple[dict[str, Any], dict[str, Any]]) -> None:
        """Set attributes, and items past the class's own __setitem__: they are folded already."""
        items, attributes = state
        vars(self).update(attributes)
        dict.update(self, items)

    def copy(self) -> Self:
        """Do what the module copy would do."""
        new = _empty(type(self))
        new.__setstate__((self, vars(self)))
        return new


def _empty[D: CaseInsensitiveDict](cls: type[D]) -> D:
    return cls.__new__(cls)


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
        """Make the object without its __init__."""
        new = object.__new__(type(self))
        for name, value in vars(self).items():
            setattr(new, name, copy.copy(value) if name == "data" else value)
        return new


class History(BoundedList):
    """What a user did last."""

    def __init__(self, user: str) -> None:
        super().__init__(maxlen=3)
        self.user = user


def to_jsonable(obj: Any) -> Any:
    """Name the type of everything that has items: ["list", ...], ["dict", {...}]."""
    kind = type(obj)
    if kind in {type(None), bool, int, float, str}:
        return obj
    if kind is list:
        return ["list", *map(to_jsonable, obj)]
    if kind is BoundedList:
        return ["bounded", obj.maxlen, *map(to_jsonable, obj)]
    if kind in {dict, CaseInsensitiveDict}:
        if any(type(key) is not str for key in obj):
            raise TypeError("keys must be texts")
        items = {key: to_jsonable(value) for key, value in obj.items()}
        if kind is dict:
            return ["dict", items]
        names = [name for name, fold in FOLDS.items() if fold is obj.fold]
        if names:
            return ["folded", names[0], items]
    raise TypeError(f"cannot store {kind.__qualname__}")


def from_jsonable(data: Any) -> Any:
    """Look at the name."""
    match data:
        case ["list", *items]:
            return [from_jsonable(item) for item in items]
        case ["bounded", maxlen, *items]:
            return BoundedList(map(from_jsonable, items), maxlen=maxlen)
        case ["dict", items]:
            return {key: from_jsonable(value) for key, value in items.items()}
        case ["folded", name, items]:
            values = [(key, from_jsonable(value)) for key, value in items.items()]
            return CaseInsensitiveDict(values, fold=FOLDS[name])
        case _:
            return data
