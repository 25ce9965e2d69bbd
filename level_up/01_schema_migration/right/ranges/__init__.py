"""Ranges of ids instead of a search, one rule that says both, RESET instead of a new connection."""
