"""Says that an INSERT computes the column, and not that an UPDATE does."""

FAILS = "what_the_database_computes_is_not_written"
SAYS = "the object still says 0.30"
