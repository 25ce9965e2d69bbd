"""Believes that nobody edits the history, and so does not refuse it."""

from solution import *
from solution import _HISTORY

FAILS = "history_stays_as_it_is"
SAYS = "what can be edited proves nothing"


def install_history(connection: Connection) -> None:
    """Without the guard of contract_versions."""
    history = _HISTORY
    history = history.replace(
        "BEFORE UPDATE OR DELETE ON contract_versions",
        "BEFORE DELETE ON contract_versions",
    )
    connection.execute(text(history))
