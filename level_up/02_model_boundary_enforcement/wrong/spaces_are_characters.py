"""Counts characters, and takes three spaces for a name."""

from solution import *

FAILS = "no_statement_stores_what_is_invalid"
SAYS = "stored a display name of spaces"


_table = Base.metadata.tables["users"]
for _constraint in list(_table.constraints):
    if isinstance(_constraint, CheckConstraint) and str(_constraint.name).endswith("_blank"):
        _table.constraints.remove(_constraint)
