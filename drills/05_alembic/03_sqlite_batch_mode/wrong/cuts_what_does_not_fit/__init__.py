"""Changes the rows until the rule holds."""

FAILS = "a_row_over_the_ceiling_stops_it"
SAYS = "the migration must fail"
