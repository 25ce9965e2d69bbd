"""Declares the two sides of a relationship, and not that they belong together."""

FAILS = "a_program_works_on_the_legacy_schema"
SAYS = "the two sides of a relationship"
