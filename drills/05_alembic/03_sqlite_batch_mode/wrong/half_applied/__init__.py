"""Leaves sqlite3 in its old mode, which opens no transaction for DDL."""

FAILS = "a_failed_revision_leaves_nothing"
SAYS = "left the table that it had made"
