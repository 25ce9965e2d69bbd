"""Takes two writes to the same row for a write skew."""

from solution import *
from solution import SCHEDULES as _GOOD

FAILS = "write_skew_leaves_nobody_on_call"
SAYS = "which is a lost update"

SCHEDULES = _GOOD | {
    "write_skew": [
        Step("A", "SELECT on_call FROM doctors WHERE id = 1"),
        Step("B", "SELECT on_call FROM doctors WHERE id = 1"),
        Step("A", "UPDATE doctors SET on_call = false WHERE id = 1"),
        Step("B", "UPDATE doctors SET on_call = false WHERE id = 1"),
        Step("A", COMMIT),
        Step("B", COMMIT),
    ]
}
