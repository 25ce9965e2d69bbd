"""Thinks of inserts and updates only: a deleted contract seems to be valid for ever."""

from solution import *
from solution import _HISTORY

FAILS = "every_flush_leaves_a_version"
SAYS = "each write leaves one row"


def install_history(connection: Connection) -> None:
    """No trigger for DELETE."""
    history = _HISTORY
    history = history.replace(
        "AFTER INSERT OR UPDATE OR DELETE ON contracts",
        "AFTER INSERT OR UPDATE ON contracts",
    )
    connection.execute(text(history))
