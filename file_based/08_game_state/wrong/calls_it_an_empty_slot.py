"""Thinks that a slot whose saves are damaged is an empty slot."""

from solution import *
from solution import _decode, _generations, _read

FAILS = "without_an_intact_save_it_says_so"
SAYS = "load() raised NoSuchSlot"


class _Store(SaveStore):
    """Mix up nothing and nothing good."""

    def load(self, slot: str) -> LoadResult:
        """Tell the player that there was no game."""
        generations = _generations(self._folder(slot))
        if not generations:
            raise NoSuchSlot(slot)
        for number, (_, path) in enumerate(generations):
            if (found := _read(path)) is not None:
                return LoadResult(_decode(found[1]), from_backup=number > 0)
        raise NoSuchSlot(slot)


SaveStore = _Store
