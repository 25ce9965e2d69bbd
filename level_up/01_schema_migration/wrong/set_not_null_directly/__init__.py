"""Sets NOT NULL before anything proves it: the table is read under the strongest lock."""

FAILS = "nobody_waits_while_the_table_is_read"
SAYS = "holds AccessExclusiveLock"
