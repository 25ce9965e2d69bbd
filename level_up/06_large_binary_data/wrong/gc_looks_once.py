"""Removes a file because it was old and without a row when gc looked."""

from solution import *

FAILS = "gc_spares_a_put_that_is_under_way"
SAYS = "may be outdated when it removes a file"


def gc(s: Session, store: FileStore, grace: timedelta) -> GcReport:
    """A put may have brought a new file of that name since."""
    oldest = time.time() - grace.total_seconds()
    report = GcReport(0, 0)
    for path in list(store.root.glob("*")):
        status = path.stat()
        if status.st_mtime < oldest and s.get(Blob, path.name) is None:
            path.unlink()
            report = GcReport(report.removed + 1, report.freed + status.st_size)
    return report
