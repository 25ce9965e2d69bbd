"""Thinks that every exception is an Exception."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "ctrl_c_is_undone_too"
SAYS = "whatever leaves a block undoes it"


class Unit(_Good):
    """Ctrl-C leaves the block, and its changes stay."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo after an Exception."""
        self._depth += 1
        name = f"unit_{self._depth}"
        self.conn.execute(f"SAVEPOINT {name}")
        try:
            yield
        except Exception:
            self.conn.execute(f"ROLLBACK TO {name}")
            raise
        finally:
            self.conn.execute(f"RELEASE {name}")
            self._depth -= 1
