"""Thinks that integrity_check looks at foreign keys, too."""

from solution import *
from solution import recover as good

FAILS = "recovery_finds_orphans"
SAYS = "integrity_check does not look at that"


def recover(path: Path) -> RecoveryReport:
    """Leave the second question out."""
    report = good(path)
    return RecoveryReport(report.damage, (), report.pending)
