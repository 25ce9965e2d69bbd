"""Believes that a setting of an ended transaction is NULL again; it is ''."""

from solution import *
from solution import _HISTORY

FAILS = "nobody_cannot_write"
SAYS = "after a transaction of ann's"


def install_history(connection: Connection) -> None:
    """The guard lets the empty name in."""
    history = _HISTORY
    history = history.replace(
        "nullif(current_setting('app.actor', true), '')",
        "current_setting('app.actor', true)",
    )
    history = history.replace(
        ",\n    ADD CONSTRAINT somebody CHECK (actor <> '')",
        "",
    )
    connection.execute(text(history))
