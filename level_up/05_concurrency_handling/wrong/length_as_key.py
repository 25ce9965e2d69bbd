"""Makes the number of the lock from the length of the name."""

from solution import *

FAILS = "only_one_is_let_in"
SAYS = "different names do not concern each other"


@contextmanager
def only_one(engine: Engine, name: str) -> Iterator[bool]:
    """Many names are equally long."""
    with engine.begin() as connection:
        yield bool(connection.scalar(select(func.pg_try_advisory_xact_lock(len(name)))))
