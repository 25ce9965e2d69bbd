"""Thinks that `$` in a pattern is the end of the text."""

from solution import *

FAILS = "bad_names_are_refused"
SAYS = "'quick\\n' was accepted"


class _Store(SaveStore):
    """Match up to a newline at the end."""

    def _folder(self, slot: str) -> Path:
        """Let a newline through."""
        if not re.match(r"^[a-zA-Z0-9_-]{1,50}$", slot):
            raise BadSlotName(slot)
        return self.directory / slot


SaveStore = _Store
