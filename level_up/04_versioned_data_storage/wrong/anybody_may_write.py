"""Makes up an actor where none was said."""

from solution import *
from solution import _HISTORY

FAILS = "nobody_cannot_write"
SAYS = "on a fresh connection"


def install_history(connection: Connection) -> None:
    """The name of the database's role tells nothing about the user of an application."""
    history = _HISTORY
    history = history.replace(
        "nullif(current_setting('app.actor', true), '')",
        "coalesce(nullif(current_setting('app.actor', true), ''), current_user)",
    )
    connection.execute(text(history))
