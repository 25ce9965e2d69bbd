"""Reads FOR UPDATE, which is the cure, and calls it the anomaly."""

from solution import *
from solution import SCHEDULES as _GOOD

FAILS = "lost_update_loses_an_update"
SAYS = "it is as if A and then B had run alone"

SCHEDULES = _GOOD | {
    "lost_update": [
        Step("A", "SELECT cents FROM accounts WHERE id = 1 FOR UPDATE"),
        Step("B", "SELECT cents FROM accounts WHERE id = 1 FOR UPDATE"),
        Step("A", "UPDATE accounts SET cents = 70 WHERE id = 1"),
        Step("A", COMMIT),
        Step("B", "UPDATE accounts SET cents = 50 WHERE id = 1"),
        Step("B", COMMIT),
    ]
}
