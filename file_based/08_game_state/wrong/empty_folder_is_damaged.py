"""Thinks that where a folder is there, something was saved in it."""

from solution import *

FAILS = "a_full_disk_changes_nothing"
SAYS = "there is no save in it, so nothing is damaged"


class _Store(SaveStore):
    """Ask for the folder, not for a save."""

    def load(self, slot: str) -> LoadResult:
        """Tell the player that a save is damaged that never was."""
        if not self._folder(slot).exists():
            raise NoSuchSlot(slot)
        try:
            return super().load(slot)
        except NoSuchSlot:
            raise AllSavesDamaged(slot) from None


SaveStore = _Store
