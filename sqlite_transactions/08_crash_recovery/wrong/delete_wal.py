"""Takes the files beside the database for waste, and removes them."""

from solution import *
from solution import recover as good

FAILS = "recovery_keeps_what_was_committed"
SAYS = "the newest commits are in the files beside the database"


def recover(path: Path) -> RecoveryReport:
    """Tidy up first."""
    for file in path.parent.glob(f"{path.name}-*"):
        file.unlink()
    return good(path)
