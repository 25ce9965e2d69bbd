"""Thinks only a number can be stored with another type; a text can be bytes."""

from solution import *

FAILS = "no_statement_stores_what_is_invalid"
SAYS = "raw SQL stored the username b'ann'"


_table = Base.metadata.tables["users"]
for _constraint in list(_table.constraints):
    name = str(_constraint.name)
    if name.endswith("_type") and name != "ck_users_age_type":
        _table.constraints.remove(_constraint)
