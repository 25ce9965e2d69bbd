"""Forgets that TRUNCATE empties the table without a row trigger."""

from solution import *
from solution import _HISTORY

FAILS = "no_write_goes_around_history"
SAYS = "after a TRUNCATE of contracts"


def install_history(connection: Connection) -> None:
    """Without the trigger for TRUNCATE on contracts."""
    history = _HISTORY
    history = history.replace(
        "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON contracts\n"
        "    FOR EACH STATEMENT EXECUTE FUNCTION refuse();",
        "",
    )
    connection.execute(text(history))
