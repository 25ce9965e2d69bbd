"""Writes ON DELETE CASCADE on every foreign key, the optional parent too."""

from solution import *

FAILS = "the_database_cascades"
SAYS = "a task whose parent is gone has no parent"

for foreign_key in Base.metadata.tables["tasks"].foreign_key_constraints:
    foreign_key.ondelete = "CASCADE"
