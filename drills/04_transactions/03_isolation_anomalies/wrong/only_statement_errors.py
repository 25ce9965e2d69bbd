"""Expects errors from statements only, and takes COMMIT for a formality."""

from solution import *
from solution import PREDICTION as _GOOD

FAILS = "errors_come_where_predicted"
SAYS = "“COMMIT” failed with SQLSTATE 40001, “error_stmt” was predicted"

PREDICTION = _GOOD | {("write_skew", "SERIALIZABLE"): "error_stmt"}
