"""Thinks that the player need not know about the damage."""

from solution import *

FAILS = "a_damaged_save_is_not_loaded"
SAYS = "from_backup is not True"


class _Store(SaveStore):
    """Fall back in silence."""

    def load(self, slot: str) -> LoadResult:
        """Say that all is well."""
        return replace(super().load(slot), from_backup=False)


SaveStore = _Store
