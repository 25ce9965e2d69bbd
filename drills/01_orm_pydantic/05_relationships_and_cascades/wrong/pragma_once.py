"""Switches foreign keys on for one connection and thinks that it is done for the file."""

from solution import *

FAILS = "foreign_keys_count"
SAYS = "the second connection stored a task of project 999"


def make_engine(url: str) -> Engine:
    """Make an engine, and switch foreign keys on."""
    engine = create_engine(url)
    if url.startswith("sqlite"):
        with engine.connect() as connection:
            connection.execute(text("PRAGMA foreign_keys = ON"))
    return engine
