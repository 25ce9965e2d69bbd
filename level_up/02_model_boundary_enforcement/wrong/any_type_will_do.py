"""Trusts the type of a column, which SQLite only suggests."""

from solution import *

FAILS = "no_statement_stores_what_is_invalid"
SAYS = "SQLite stores any type"


_table = Base.metadata.tables["users"]
for _constraint in list(_table.constraints):
    if isinstance(_constraint, CheckConstraint) and _constraint.name == "ck_users_age_type":
        _table.constraints.remove(_constraint)
