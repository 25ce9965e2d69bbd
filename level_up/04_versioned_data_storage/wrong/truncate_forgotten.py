"""Believes that a row trigger for DELETE also sees TRUNCATE."""

from solution import *
from solution import _HISTORY

FAILS = "history_stays_as_it_is"
SAYS = "'TRUNCATE contract_versions' changed"


def install_history(connection: Connection) -> None:
    """Without the trigger for TRUNCATE on the history."""
    history = _HISTORY
    history = history.replace(
        "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON contract_versions\n"
        "    FOR EACH STATEMENT EXECUTE FUNCTION refuse();",
        "",
    )
    connection.execute(text(history))
