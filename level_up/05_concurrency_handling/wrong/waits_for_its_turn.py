"""Waits until the name is free, and does the task a second time."""

from solution import *

FAILS = "only_one_is_let_in"
SAYS = "nobody waits"


@contextmanager
def only_one(engine: Engine, name: str) -> Iterator[bool]:
    """pg_advisory_lock waits; pg_try_advisory_lock tells."""
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(key)))
        yield True
