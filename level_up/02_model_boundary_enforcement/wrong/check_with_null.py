"""Expects a CHECK to refuse NULL: it refuses only what is false."""

from solution import *

FAILS = "null_is_no_way_around"
SAYS = "a user of 15 without a guardian"


_table = Base.metadata.tables["users"]
for _constraint in list(_table.constraints):
    if isinstance(_constraint, CheckConstraint) and _constraint.name == "ck_users_guardian_given":
        _table.constraints.remove(_constraint)
_table.append_constraint(
    CheckConstraint(f"age >= {GUARDIAN_BELOW} OR length(guardian) BETWEEN 1 AND 40")
)
