"""Deletes lines through the session, and leaves the database without the rule."""

FAILS = "create_all_makes_the_target"
SAYS = "ON DELETE CASCADE"
