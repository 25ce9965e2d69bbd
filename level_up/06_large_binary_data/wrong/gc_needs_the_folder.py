"""Looks through a folder that the first put would make."""

from solution import *
from solution import gc as _good

FAILS = "gc_keeps_what_is_young_or_owned"
SAYS = "whose root is not there yet raised FileNotFoundError"


def gc(s: Session, store: FileStore, grace: timedelta) -> GcReport:
    """A clean-up that runs every night runs also before the first upload."""
    return _good(s, store, grace) if os.listdir(store.root) else GcReport(0, 0)
