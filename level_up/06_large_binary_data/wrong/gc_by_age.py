"""Removes what is old, as if a file that is needed were used."""

from solution import *

FAILS = "gc_keeps_what_is_young_or_owned"
SAYS = "age alone says nothing"


def gc(s: Session, store: FileStore, grace: timedelta) -> GcReport:
    """Without a look at the rows."""
    oldest = time.time() - grace.total_seconds()
    old = [path for path in store.root.glob("*") if path.stat().st_mtime < oldest]
    freed = sum(path.stat().st_size for path in old)
    for path in old:
        path.unlink()
    return GcReport(len(old), freed)
