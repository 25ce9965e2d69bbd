"""Gives the name back in the last line of the block, which an exception skips."""

from solution import *

FAILS = "the_name_is_free_afterwards"
SAYS = "an exception left the block"


@contextmanager
def only_one(engine: Engine, name: str) -> Iterator[bool]:
    """The exception comes out of the yield."""
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    with engine.connect() as connection:
        is_mine = bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
        yield is_mine
        if is_mine:
            connection.execute(select(func.pg_advisory_unlock(key)))
