"""Looks for the actor in the BEFORE trigger, which runs for INSERT and UPDATE only."""

from solution import *
from solution import _HISTORY

FAILS = "nobody_cannot_write"
SAYS = "a DELETE without an actor was accepted after a transaction of ann's"


def install_history(connection: Connection) -> None:
    """A deletion after ann's transaction is stored with the actor ''."""
    history = _HISTORY
    history = history.replace(
        "BEGIN\n    IF TG_OP = 'INSERT' THEN",
        "BEGIN\n"
        "    IF coalesce(current_setting('app.actor', true), '') = '' THEN\n"
        "        RAISE EXCEPTION 'nobody is acting';\n"
        "    END IF;\n"
        "    IF TG_OP = 'INSERT' THEN",
    )
    history = history.replace(
        "nullif(current_setting('app.actor', true), '')",
        "current_setting('app.actor', true)",
    )
    history = history.replace(",\n    ADD CONSTRAINT somebody CHECK (actor <> '')", "")
    connection.execute(text(history))
