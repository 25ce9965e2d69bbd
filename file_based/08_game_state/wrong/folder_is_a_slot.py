"""Thinks that a slot's folder proves that there is a save in it."""

from solution import *

FAILS = "a_full_disk_changes_nothing"
SAYS = "slots() names a slot whose first save failed"


class _Store(SaveStore):
    """Name all folders, also the one that a failed first save has left empty."""

    def slots(self) -> list[str]:
        """Look into none of them."""
        return sorted(path.name for path in self.directory.iterdir())


SaveStore = _Store
