"""Takes now() for the moment of the write; it is the moment at which the transaction began."""

from solution import *
from solution import _HISTORY

FAILS = "periods_follow_one_another"
SAYS = "a version begins"


def install_history(connection: Connection) -> None:
    """A transaction that begins early and writes late goes back in time."""
    history = _HISTORY
    history = history.replace(
        "clock_timestamp()",
        "now()",
    )
    history = history.replace(
        "    instant := greatest(instant, lower(last.valid) + interval '1 microsecond');\n",
        "",
    )
    connection.execute(text(history))
