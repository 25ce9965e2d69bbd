"""Removes every file without a row: it may belong to a put that is not committed yet."""

from solution import *
from solution import gc as _good

FAILS = "gc_keeps_what_is_young_or_owned"
SAYS = "a young file may belong"


def gc(s: Session, store: FileStore, grace: timedelta) -> GcReport:
    """However young it is."""
    return _good(s, store, timedelta(days=-1))
