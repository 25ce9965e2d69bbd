"""Opens the file as immutable, to change nothing: SQLite does not look into the log then."""

from solution import *

FAILS = "recovery_keeps_what_was_committed"
SAYS = "pending is"


def recover(path: Path) -> RecoveryReport:
    """What is only in the log is not seen."""
    if not path.exists():
        raise FileNotFoundError(path)
    uri = f"{path.absolute().as_uri()}?immutable=1"
    with closing(sqlite3.connect(uri, uri=True, autocommit=True)) as conn:
        lines = [line for (line,) in conn.execute("PRAGMA integrity_check") if line != "ok"]
        (pending,) = conn.execute("SELECT COUNT(*) FROM outbox WHERE sent = 0").fetchone()
    return RecoveryReport(tuple(lines), (), pending)
