"""Thinks that a higher level makes both updates arrive, without an error."""

from solution import *
from solution import PREDICTION as _GOOD

FAILS = "predictions_match"
SAYS = "failed with SQLSTATE 40001: that is not “prevented”"

PREDICTION = _GOOD | {
    ("lost_update", "REPEATABLE READ"): "prevented",
    ("lost_update", "SERIALIZABLE"): "prevented",
    ("write_skew", "SERIALIZABLE"): "prevented",
}
