"""Goes by the table of the SQL standard, which lets REPEATABLE READ show phantoms."""

from solution import *
from solution import PREDICTION as _GOOD

FAILS = "predictions_match"
SAYS = "phantom at REPEATABLE READ: no statement failed, and it is as if"

PREDICTION = _GOOD | {("phantom", "REPEATABLE READ"): "allowed"}
