"""Looks at finished contents only: what a killed put had begun stays for ever."""

from solution import *
from solution import gc as _good

FAILS = "gc_keeps_what_is_young_or_owned"
SAYS = "also the unfinished file"


def gc(s: Session, store: FileStore, grace: timedelta) -> GcReport:
    """Spares the files of puts under way, whether or not somebody is still at work on them."""
    for path in store.root.glob("incoming-*"):
        os.utime(path)
    return _good(s, store, grace)
