"""Thinks that only a name under which something is written can do harm."""

from solution import *

FAILS = "bad_names_are_refused"
SAYS = "load() with the name"

_check = SaveStore._folder


class _Store(SaveStore):
    """Check names in save() only."""

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Check the name here, and nowhere else."""
        _check(self, slot)
        return super().save(state, slot)

    def _folder(self, slot: str) -> Path:
        """Let load() read any folder of the computer."""
        return self.directory / slot


SaveStore = _Store
