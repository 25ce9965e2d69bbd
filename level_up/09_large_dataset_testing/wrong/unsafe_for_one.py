"""Lets one loader run without the safety that the others have."""

from solution import *
from solution import benchmark as _good
from sqlalchemy import NullPool

FAILS = "a_benchmark_is_fair"
SAYS = "with the same durability"


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """copy does not wait for the disk."""
    copy = LOADERS["copy"]
    LOADERS["copy"] = lambda _, rows: copy(_unsafe(engine), rows)
    return _good(engine, n, repeats)


def _unsafe(engine: Engine) -> Engine:
    if engine.dialect.name == "postgresql":
        return create_engine(
            engine.url, connect_args={"options": "-c synchronous_commit=local"}, poolclass=NullPool
        )
    unsafe = create_engine(engine.url, poolclass=NullPool)

    @event.listens_for(unsafe, "connect")
    def off(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    return unsafe
