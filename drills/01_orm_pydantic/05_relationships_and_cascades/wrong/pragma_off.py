"""Thinks SQLite enforces foreign keys because they are declared."""

from solution import *

FAILS = "foreign_keys_count"
SAYS = "stored a task of project 999"


def make_engine(url: str) -> Engine:
    """Make an engine."""
    return create_engine(url)
