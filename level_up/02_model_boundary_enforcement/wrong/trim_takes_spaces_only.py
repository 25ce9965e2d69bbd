"""Expects trim() of SQL to take off what strip() of Python does: it takes off spaces."""

from solution import *

FAILS = "no_statement_stores_what_is_invalid"
SAYS = "stored a display name of a tab"


_table = Base.metadata.tables["users"]
for _constraint in list(_table.constraints):
    if isinstance(_constraint, CheckConstraint) and str(_constraint.name).endswith("_blank"):
        _table.constraints.remove(_constraint)
for _name in LIMITS:
    if _name != "age":
        _table.append_constraint(CheckConstraint(f"trim({_name}) <> ''"))
