"""Trusts @validates, which no statement passes."""

from solution import *

FAILS = "no_statement_stores_what_is_invalid"
SAYS = "raw SQL stored a username of 2 characters"


_table = Base.metadata.tables["users"]
for _constraint in list(_table.constraints):
    if isinstance(_constraint, CheckConstraint):
        _table.constraints.remove(_constraint)
