"""Leaves out a default, which a model on an old schema seems not to need."""

FAILS = "what_the_database_computes_is_not_written"
SAYS = "writes tbl_ord.crt_ts, which has DEFAULT CURRENT_TIMESTAMP"
