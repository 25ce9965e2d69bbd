"""Collections of our own that survive pickle, copy and JSON with all their rules."""

import copy
import json
import pickle
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
        """Tell pickle and copy how to make this object again: attributes first, then items."""
        # Left to itself, pickle sets the items first, and __setitem__ finds no fold.
        return _with_attributes, (type(self), vars(self)), None, None, iter(self.items())

    def copy(self) -> Self:
        """Give a shallow copy: of the same class, with the same items and attributes."""
        return copy.copy(self)  # dict.copy gives a plain dict


def _with_attributes(cls: type[CaseInsensitiveDict], attributes: dict[str, Any]) -> Any:
    """Make an empty dict that has its attributes already.  Pickle finds this by its name."""
    new = cls.__new__(cls)  # not cls(…): a subclass's __init__ may want anything
    vars(new).update(attributes)
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
        """Give a shallow copy: of the same class, with the same items and attributes."""
        # UserList.copy calls the class with one argument, and ours wants more. copy.copy calls
        # UserList.__copy__, which makes the object without __init__.
        return copy.copy(self)


class History(BoundedList):
    """What a user did last."""

    def __init__(self, user: str) -> None:
        super().__init__(maxlen=3)
        self.user = user


def to_jsonable(obj: Any) -> Any:
    """Turn a value into one that `json.dumps` can write as it is, without losing its type."""
    # By the exact type: to isinstance, a CaseInsensitiveDict is a dict, and json thinks so, too.
    if obj is None or type(obj) in (bool, int, float, str):
        return obj
    if type(obj) is list:
        return [to_jsonable(item) for item in obj]
    if type(obj) is BoundedList:
        return {"$type": "BoundedList", "maxlen": obj.maxlen, "items": to_jsonable(obj.data)}
    if type(obj) is dict or type(obj) is CaseInsensitiveDict:
        if not all(type(key) is str for key in obj):
            raise TypeError("JSON has only keys of type str")
        items = {key: to_jsonable(value) for key, value in obj.items()}
        if type(obj) is CaseInsensitiveDict:
            return {"$type": "CaseInsensitiveDict", "fold": _name_of(obj.fold), "items": items}
        # A plain dict that looks like one of ours is wrapped, so that it is not taken for it.
        return {"$type": "dict", "items": items} if "$type" in obj else items
    raise TypeError(f"{type(obj).__name__} has no form in JSON here")


def _name_of(fold: Fold) -> str:
    for name, known in FOLDS.items():
        if fold == known:
            return name
    raise TypeError(f"{fold} is not in FOLDS, and JSON cannot hold a function")


def from_jsonable(data: Any) -> Any:
    """Turn what `to_jsonable` gave back into the value."""
    if isinstance(data, list):
        return [from_jsonable(item) for item in data]
    if not isinstance(data, dict):
        return data
    if "$type" not in data:
        return {key: from_jsonable(value) for key, value in data.items()}
    if data["$type"] == "BoundedList":
        return BoundedList(from_jsonable(data["items"]), maxlen=data["maxlen"])
    items = {key: from_jsonable(value) for key, value in data["items"].items()}
    if data["$type"] == "CaseInsensitiveDict":
        return CaseInsensitiveDict(items, fold=FOLDS[data["fold"]])
    return items


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


class Trusting(dict[str, Any]):
    """Folds its keys, and leaves the rest to pickle."""

    def __init__(self, fold: Fold) -> None:
        super().__init__()
        self.fold = fold

    def __setitem__(self, key: str, value: Any, /) -> None:
        super().__setitem__(self.fold(key), value)

    def __contains__(self, key: object, /) -> bool:
        return super().__contains__(self.fold(str(key)))


def main() -> None:
    """Save a menu in the naive way, and in the right one."""
    trusting = Trusting(str.lower)
    trusting["Tea"] = 250
    print("1. A dict with rules of its own, left to pickle, copy and json:")
    try:
        pickle.loads(pickle.dumps(trusting))
    except AttributeError as error:
        print(f"   pickle: {error}")
    plain = trusting.copy()
    print(f"   copy(): a {type(plain).__name__}, in which 'TEA' is found: {'TEA' in plain}")
    text = json.dumps(trusting, default=lambda obj: f"called for {obj}")
    print(f"   json: {text}, and default= was not even called")

    print("2. A UserList, left to them:")
    last = BoundedList([1, 2], maxlen=2)
    loaded = pickle.loads(pickle.dumps(last))
    print(f"   pickle: {loaded}, maxlen {loaded.maxlen}: all that it has is in its __dict__")
    try:
        UserList.copy(last)
    except TypeError as error:
        print(f"   UserList.copy: {error}")

    print("The right way:")
    menu = CaseInsensitiveDict({"Tea": 250, "Last": last}, fold=str.lower)
    loaded = pickle.loads(pickle.dumps(menu))
    print(f"   pickle: {loaded}, 'TEA' is found: {'TEA' in loaded}, {loaded.fold.__name__}")
    print(f"   copy: a {type(menu.copy()).__name__}, 'TEA' is found: {'TEA' in menu.copy()}")
    text = json.dumps(to_jsonable(menu))
    print(f"   json: {text}")
    loaded = from_jsonable(json.loads(text))
    loaded["LAST"].append(3)
    print(f"   and back: {loaded}, after 3 was appended")


if __name__ == "__main__":
    main()
