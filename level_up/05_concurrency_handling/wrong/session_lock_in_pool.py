"""Expects that a lock of the session ends when its connection goes back to the pool."""

from solution import *

FAILS = "the_name_is_free_afterwards"
SAYS = "advisory lock is still held"


@contextmanager
def only_one(engine: Engine, name: str) -> Iterator[bool]:
    """The pool keeps the connection open, and the lock with it."""
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    with engine.connect() as connection:
        yield bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
