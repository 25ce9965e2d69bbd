"""Thinks that a single statement can see half of another transaction."""

from solution import *
from solution import SCHEDULES as _GOOD

FAILS = "read_skew_sees_two_moments"
SAYS = "read_skew at READ COMMITTED: no statement failed, and it is as if"

SCHEDULES = _GOOD | {
    # Each statement has a snapshot of its own, so its two rows are of one moment.
    "read_skew": [
        Step("B", "UPDATE accounts SET cents = cents - 50 WHERE id = 1"),
        Step("A", "SELECT sum(cents) FROM accounts"),
        Step("B", "UPDATE accounts SET cents = cents + 50 WHERE id = 2"),
        Step("B", COMMIT),
        Step("A", COMMIT),
    ]
}
