"""Thinks that two updates of one row are a lost update by themselves."""

from solution import *
from solution import SCHEDULES as _GOOD

FAILS = "lost_update_loses_an_update"
SAYS = "the rows after lost_update hold the change of both sessions"

SCHEDULES = _GOOD | {
    # The database computes from the row as it is: 100 - 30 - 50.
    "lost_update": [
        Step("A", "SELECT cents FROM accounts WHERE id = 1"),
        Step("B", "SELECT cents FROM accounts WHERE id = 1"),
        Step("A", "UPDATE accounts SET cents = cents - 30 WHERE id = 1"),
        Step("B", "UPDATE accounts SET cents = cents - 50 WHERE id = 1"),
        Step("A", COMMIT),
        Step("B", COMMIT),
    ]
}
