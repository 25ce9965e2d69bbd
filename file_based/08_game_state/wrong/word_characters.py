"""Thinks that \\w means a-z, A-Z, 0-9 and _."""

from solution import *

FAILS = "bad_names_are_refused"
SAYS = "'é' was accepted"


class _Store(SaveStore):
    """Accept letters and digits of all scripts."""

    def _folder(self, slot: str) -> Path:
        """Let é and ٣ through."""
        if not re.fullmatch(r"[\w-]{1,50}", slot):
            raise BadSlotName(slot)
        return self.directory / slot


SaveStore = _Store
