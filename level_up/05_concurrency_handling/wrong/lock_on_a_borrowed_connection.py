"""Takes the lock on a connection that goes back to the pool at once."""

from solution import *

FAILS = "only_one_is_let_in"
SAYS = "while the first was in its block"


@contextmanager
def only_one(engine: Engine, name: str) -> Iterator[bool]:
    """The pool lends the connection, with its lock, to the next one."""
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    with engine.connect() as connection:
        is_mine = bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
    yield is_mine
    if is_mine:
        with engine.connect() as connection:
            connection.execute(select(func.pg_advisory_unlock(key)))
