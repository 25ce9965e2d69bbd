"""Writes a query where a relationship belongs: nobody can join, load or change through it."""

FAILS = "relationships_and_foreign_keys_agree"
SAYS = "no relationship for people"
