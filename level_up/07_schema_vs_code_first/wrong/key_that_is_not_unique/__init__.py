"""Takes a column for the key of a table that has none; it is not unique, so rows fall together."""

FAILS = "rows_are_read_under_the_names_of_the_brief"
SAYS = "the rooms of all visits"
