"""Thinks that what this store has saved is all there is."""

from solution import *

FAILS = "a_save_is_there_at_the_next_start"
SAYS = "NoSuchSlot"


class _Store(SaveStore):
    """Remember in memory which slots there are."""

    def __init__(self, directory: Path, keep: int = 3) -> None:
        super().__init__(directory, keep)
        self.known: set[str] = set()

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Note the slot."""
        self.known.add(slot)
        return super().save(state, slot)

    def load(self, slot: str) -> LoadResult:
        """Know nothing of what another store has saved."""
        if slot not in self.known:
            raise NoSuchSlot(slot)
        return super().load(slot)


SaveStore = _Store
