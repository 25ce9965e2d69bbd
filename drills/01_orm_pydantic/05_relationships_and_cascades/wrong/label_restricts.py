"""Thinks that a label which a task has must not be deleted, although its task labels go with it."""

from solution import *

FAILS = "the_database_cascades"
SAYS = "a task label goes with its label"

for foreign_key in Base.metadata.tables["task_labels"].foreign_key_constraints:
    if foreign_key.referred_table.name == "labels":
        foreign_key.ondelete = "RESTRICT"
