"""Maps a generated column like any other: NULL is sent for it."""

FAILS = "what_the_database_computes_is_not_written"
SAYS = "writes tbl_ord_ln.amt, which has GENERATED ALWAYS"
