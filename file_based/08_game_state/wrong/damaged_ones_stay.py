"""Thinks that the saves which can be loaded are all the files there are."""

from solution import *

FAILS = "without_an_intact_save_it_says_so"
SAYS = "what is older than the last three is removed, damaged or not"


class _Store(SaveStore):
    """Never remove a damaged save: saves() does not give it."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Save, and remove what saves() gives too much."""
        info = _Good(self.directory, keep=1_000_000).save(state, slot)
        for old in self.saves(slot)[self.keep :]:
            old.path.unlink()
        return info


_Good, SaveStore = SaveStore, _Store
