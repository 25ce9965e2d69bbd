"""Thinks that isinstance(value, date) is true for dates only."""

from solution import *

FAILS = "other_types_are_reported"
SAYS = "`since: 2026-05-01 12:00:00` gave no error"


def _since(value: object) -> date:
    """Take a datetime for a date."""
    if not isinstance(value, date):
        raise ConfigError("since: no date")
    return value


READERS["since"] = _since
