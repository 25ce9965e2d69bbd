"""Thinks that there is never more than one save too many."""

from solution import *
from solution import _generations

FAILS = "the_last_saves_are_kept"
SAYS = "a store with keep=2 has saved after one with keep=3"


class _Store(SaveStore):
    """Remove the oldest save, where a store with a larger `keep` may have left several."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Save, and make room for one."""
        info = _Good(self.directory, keep=1_000_000).save(state, slot)
        generations = _generations(self._folder(slot))
        if len(generations) > self.keep:
            generations[-1][1].unlink()
        return info


_Good, SaveStore = SaveStore, _Store
