"""Says the database's defaults again in Python: two places decide on one value."""

FAILS = "what_the_database_computes_is_not_written"
SAYS = "writes tbl_person.class, which has DEFAULT 'B'"
