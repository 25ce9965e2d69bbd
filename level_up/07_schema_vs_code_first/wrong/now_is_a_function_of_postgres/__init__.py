"""Writes a default that one database knows and the other does not."""

FAILS = "the_same_program_works_on_the_new_schema"
SAYS = "unknown function: now()"
