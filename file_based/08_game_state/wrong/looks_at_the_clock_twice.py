"""Thinks that now is the same moment wherever it is asked for."""

from solution import *

FAILS = "a_save_begins_with_a_header"
SAYS = "is one moment, which is taken once"


class _Store(SaveStore):
    """Put one time into the header and return another."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Ask the clock again when the file is written."""
        return replace(super().save(state, slot), saved_at=datetime.now(UTC))


SaveStore = _Store
