"""Reads the tables from a database while the module is imported."""

FAILS = "importing_needs_no_database"
SAYS = "opened 1 database connection"
