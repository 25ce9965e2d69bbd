"""Switches foreign keys on inside a transaction, where the pragma does nothing."""

from solution import *

FAILS = "foreign_keys_count"
SAYS = "stored a task of project 999"


def make_engine(url: str) -> Engine:
    """Make an engine with foreign keys."""
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, connect_args={"autocommit": False})

    @event.listens_for(engine, "connect")
    def enforce(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")

    return engine
