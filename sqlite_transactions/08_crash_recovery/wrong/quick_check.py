"""Takes quick_check for a faster integrity_check: it does not compare indexes with tables."""

from solution import *

FAILS = "recovery_finds_damage"
SAYS = "with an index that is not that of its table"


def recover(path: Path) -> RecoveryReport:
    """Ask the quick question."""
    if not path.exists():
        raise FileNotFoundError(path)
    try:
        with closing(open_durable(path)) as conn:
            lines = [line for (line,) in conn.execute("PRAGMA quick_check") if line != "ok"]
            rows = conn.execute("PRAGMA foreign_key_check").fetchall()
            (pending,) = conn.execute("SELECT COUNT(*) FROM outbox WHERE sent = 0").fetchone()
    except sqlite3.DatabaseError as error:
        return RecoveryReport((str(error),), (), 0)
    return RecoveryReport(tuple(lines), tuple((row[0], row[1]) for row in rows), pending)
