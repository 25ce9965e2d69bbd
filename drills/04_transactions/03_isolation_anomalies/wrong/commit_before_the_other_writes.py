"""Never sees a failing COMMIT, as the other transaction commits before the last statement."""

from solution import *
from solution import PREDICTION as _PREDICTION
from solution import SCHEDULES as _SCHEDULES

FAILS = "errors_come_where_predicted"
SAYS = "none of the 15 runs failed at COMMIT"

SCHEDULES = _SCHEDULES | {
    "write_skew": [
        Step("A", "SELECT count(*) FROM doctors WHERE shift_id = 1 AND on_call"),
        Step("B", "SELECT count(*) FROM doctors WHERE shift_id = 1 AND on_call"),
        Step("A", "UPDATE doctors SET on_call = false WHERE id = 1"),
        Step("A", COMMIT),
        Step("B", "UPDATE doctors SET on_call = false WHERE id = 2"),
        Step("B", COMMIT),
    ]
}
PREDICTION = _PREDICTION | {("write_skew", "SERIALIZABLE"): "error_stmt"}
