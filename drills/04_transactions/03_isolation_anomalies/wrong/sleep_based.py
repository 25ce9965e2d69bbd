"""Thinks that a pause makes sure that the other transaction is there."""

from solution import *
from solution import SCHEDULES as _GOOD

FAILS = "no_schedule_sleeps"
SAYS = "session A sleeps in"

SCHEDULES = {
    name: [steps[0], Step("A", "SELECT pg_sleep(0.01)"), *steps[1:]]
    for name, steps in _GOOD.items()
}
