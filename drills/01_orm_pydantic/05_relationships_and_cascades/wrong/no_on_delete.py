"""Leaves the cascade to the ORM alone: the database refuses every other DELETE."""

from solution import *

FAILS = "the_database_cascades"
SAYS = "the database itself must know"

for table in Base.metadata.tables.values():
    for foreign_key in table.foreign_key_constraints:
        foreign_key.ondelete = None
