"""Thinks that a damaged save is the end."""

from solution import *
from solution import _decode, _generations, _read

FAILS = "a_damaged_save_is_not_loaded"
SAYS = "where an older save is intact, it is loaded"


class _Store(SaveStore):
    """Look at the newest save only."""

    def load(self, slot: str) -> LoadResult:
        """Raise at the first damage."""
        generations = _generations(self._folder(slot))
        if not generations:
            raise NoSuchSlot(slot)
        for number, (_, path) in enumerate(generations):
            if (found := _read(path)) is not None:
                return LoadResult(_decode(found[1]), from_backup=number > 0)
            raise AllSavesDamaged(slot)
        raise AllSavesDamaged(slot)


SaveStore = _Store
