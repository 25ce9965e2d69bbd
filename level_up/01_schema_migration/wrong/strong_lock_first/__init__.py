"""Asks for the strong lock first and reads the table while it is held."""

FAILS = "nobody_waits_while_the_table_is_read"
SAYS = "holds AccessExclusiveLock"
