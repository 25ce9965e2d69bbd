"""Takes `attempts` for the number of repetitions after the first one."""

from solution import *
from solution import write_tx as good

FAILS = "the_attempts_come_to_an_end"
SAYS = "with attempts=5 the transaction was begun 6 times"


def write_tx[T](
    conn: sqlite3.Connection, fn: Callable[[sqlite3.Connection], T], *, attempts: int = 5
) -> T:
    """The first attempt is one, too."""
    return good(conn, fn, attempts=attempts + 1)
