"""Changes NEW in an AFTER trigger, when the row is written already."""

FAILS = "both_versions_see_the_same_total"
SAYS = "the new one None cents"
