"""Takes REPEATABLE READ, which is snapshot isolation, for serializable."""

from solution import *
from solution import PREDICTION as _GOOD

FAILS = "predictions_match"
SAYS = "write_skew at REPEATABLE READ: no statement failed, and no order"

PREDICTION = _GOOD | {("write_skew", "REPEATABLE READ"): "error_stmt"}
