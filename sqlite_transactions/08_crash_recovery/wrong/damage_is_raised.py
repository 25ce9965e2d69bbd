"""Thinks that integrity_check always answers: on a badly damaged file it raises."""

from solution import *

FAILS = "recovery_finds_damage"
SAYS = "damage belongs into the report"


def recover(path: Path) -> RecoveryReport:
    """Let SQLite's error out."""
    if not path.exists():
        raise FileNotFoundError(path)
    with closing(open_durable(path)) as conn:
        lines = [line for (line,) in conn.execute("PRAGMA integrity_check") if line != "ok"]
        rows = conn.execute("PRAGMA foreign_key_check").fetchall()
        (pending,) = conn.execute("SELECT COUNT(*) FROM outbox WHERE sent = 0").fetchone()
    return RecoveryReport(tuple(lines), tuple((row[0], row[1]) for row in rows), pending)
