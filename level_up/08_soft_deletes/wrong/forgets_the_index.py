"""Looks for the rows to purge by reading all the others."""

from solution import *

FAILS = "old_deleted_rows_are_found_by_an_index"
SAYS = "reads the whole table"


for _table in Base.metadata.tables.values():
    for _index in [index for index in _table.indexes if not index.unique]:
        _table.indexes.remove(_index)
