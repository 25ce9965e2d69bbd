"""Collections of our own that survive pickle, copy and JSON with all their rules."""

from collections import UserList
from collections.abc import Callable, Iterable
from typing import Any, Self

type Fold = Callable[[str], str]

FOLDS: dict[str, Fold] = {"casefold": str.casefold, "lower": str.lower, "upper": str.upper}
"""The folds that JSON may hold, by name."""


class CaseInsensitiveDict(dict[str, Any]):
    """A dict to which `Tea`, `TEA` and `tea` are the same key.  Given, but for the last two."""

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
        """Tell pickle and copy how to make this object again, subclasses and attributes included.

        Write another of pickle's methods instead if you like; then remove this one.
        """
        # TODO task 1
        raise NotImplementedError

    def copy(self) -> Self:
        """Give a shallow copy: of the same class, with the same items and attributes."""
        # TODO task 2
        raise NotImplementedError


class Headers(CaseInsensitiveDict):
    """The headers of a message.  Given: it must survive as it is."""

    def __init__(self, sender: str, *, max_length: int) -> None:
        self.sender = sender
        self.max_length = max_length
        super().__init__(fold=str.lower)

    def __setitem__(self, key: str, value: Any, /) -> None:
        if len(value) > self.max_length:
            raise ValueError(f"{key} is longer than {self.max_length}")
        super().__setitem__(key, value)


class BoundedList(UserList[Any]):
    """A list that forgets its first items when it has more than `maxlen`.

    Given, but for `copy`.
    """

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
        # TODO task 3
        raise NotImplementedError


class History(BoundedList):
    """What a user did last.  Given: it must survive as it is."""

    def __init__(self, user: str) -> None:
        super().__init__(maxlen=3)
        self.user = user


def to_jsonable(obj: Any) -> Any:
    """Turn a value into one that `json.dumps` can write as it is, without losing its type.

    Args:
        obj: None, bool, int, float, str, list, dict with str keys, CaseInsensitiveDict with a
            fold from FOLDS, BoundedList; all of them also inside each other.

    Returns:
        None, bool, int, float, str, list, dict with str keys, and nothing else inside.

    Raises:
        TypeError: A value of any other type, subclasses of these included, or another fold.
    """
    # TODO task 4
    raise NotImplementedError


def from_jsonable(data: Any) -> Any:
    """Turn what `to_jsonable` gave back into the value.

    Args:
        data: What `to_jsonable` gave, after a way through JSON.
    """
    # TODO task 4
    raise NotImplementedError
