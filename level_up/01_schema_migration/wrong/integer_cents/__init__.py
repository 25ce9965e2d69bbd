"""Takes the type that the old column's digits seem to fit in: cents need two more."""

FAILS = "expand_touches_no_row"
SAYS = "total_cents is INTEGER"
