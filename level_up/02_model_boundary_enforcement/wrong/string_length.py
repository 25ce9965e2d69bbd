"""Takes String(20) for a limit; SQLite takes no notice of it."""

from solution import *
from sqlalchemy import String

FAILS = "no_statement_stores_what_is_invalid"
SAYS = "stored a username of 21 characters"


_table = Base.metadata.tables["users"]
for _constraint in list(_table.constraints):
    if isinstance(_constraint, CheckConstraint) and str(_constraint.name).endswith("_length"):
        _table.constraints.remove(_constraint)
for _name, _limit in LIMITS.items():
    if _name != "age":
        _table.c[_name].type = String(_limit.high)
        _table.append_constraint(CheckConstraint(f"length({_name}) >= {_limit.low}"))
