"""Takes any second answer for a phantom, also that of a row that was there before."""

from solution import *
from solution import SCHEDULES as _GOOD

FAILS = "phantom_shows_another_row"
SAYS = "no session of phantom adds or removes a row"

SCHEDULES = _GOOD | {
    "phantom": [
        Step("A", "SELECT starts, ends FROM bookings WHERE room_id = 1"),
        Step("B", "UPDATE bookings SET ends = 12 WHERE room_id = 1"),
        Step("B", COMMIT),
        Step("A", "SELECT starts, ends FROM bookings WHERE room_id = 1"),
        Step("A", COMMIT),
    ]
}
