"""Thinks that a name stays inside a directory that it is joined to."""

from solution import *

FAILS = "bad_names_are_refused"
SAYS = "every other name than the allowed ones is refused"


class _Store(SaveStore):
    """Join whatever name it is given."""

    def _folder(self, slot: str) -> Path:
        """Follow `..` and `/` out of the directory."""
        folder = self.directory / slot
        folder.mkdir(exist_ok=True)
        return folder


SaveStore = _Store
