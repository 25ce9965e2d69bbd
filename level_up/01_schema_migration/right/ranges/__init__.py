"""Ranges of ids, one rule that says both, RESET in place of a new connection, a look in 0005."""
