"""Takes every UPDATE for a change."""

from solution import *
from solution import _HISTORY

FAILS = "no_change_leaves_no_version"
SAYS = "where nothing changed there is nothing to keep"


def install_history(connection: Connection) -> None:
    """Updates to the same values fill the history."""
    history = _HISTORY
    history = history.replace(
        "IF NEW IS DISTINCT FROM OLD THEN",
        "IF TRUE THEN",
    )
    connection.execute(text(history))
