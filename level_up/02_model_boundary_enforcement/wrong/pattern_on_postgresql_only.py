"""Writes the pattern for one database, and leaves the other one open."""

from solution import *

FAILS = "no_statement_stores_what_is_invalid"
SAYS = "stored the username 'Ann'"


_table = Base.metadata.tables["users"]
for _constraint in list(_table.constraints):
    if isinstance(_constraint, CheckConstraint) and _constraint.name == "ck_users_username_letters":
        _table.constraints.remove(_constraint)
