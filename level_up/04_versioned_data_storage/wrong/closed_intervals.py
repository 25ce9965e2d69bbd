"""Lets a period hold its last instant, too, so that two versions are valid at a boundary."""

from solution import *
from solution import _HISTORY

FAILS = "periods_follow_one_another"
SAYS = "a period holds its first instant and not its last"


def install_history(connection: Connection) -> None:
    """No constraint can hold with such periods."""
    history = _HISTORY
    history = history.replace(
        "tstzrange(lower(valid), instant)",
        "tstzrange(lower(valid), instant, '[]')",
    )
    history = history.replace(
        "ADD CONSTRAINT one_version_at_a_time UNIQUE (contract_id, valid WITHOUT OVERLAPS),\n"
        "    ADD CONSTRAINT half_open CHECK (lower_inc(valid) AND NOT upper_inc(valid)),\n"
        "    ",
        "",
    )
    connection.execute(text(history))
