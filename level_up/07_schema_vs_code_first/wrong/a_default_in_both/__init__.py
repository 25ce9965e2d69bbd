"""Has a default in both places; the one in Python is sent, and the database is not asked."""

FAILS = "what_the_database_computes_is_not_written"
SAYS = "writes tbl_ord.st, which has DEFAULT 'N'"
