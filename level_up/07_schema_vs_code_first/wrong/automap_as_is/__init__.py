"""Leaves names and classes to automap: tables without a key are missing, and so are good names."""

FAILS = "rows_are_read_under_the_names_of_the_brief"
SAYS = "has no Person"
