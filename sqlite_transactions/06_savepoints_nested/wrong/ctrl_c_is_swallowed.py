"""Undoes a block that Ctrl-C has left, and goes on as if nobody had pressed it."""

from solution import *  # pyright: ignore[reportAssignmentType]
from solution import Unit as _Good

FAILS = "ctrl_c_is_undone_too"
SAYS = "left by KeyboardInterrupt, and its caller got nothing"


class Unit(_Good):
    """The program cannot be stopped."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Let errors go on, and nothing else."""
        with super().savepoint():
            try:
                yield
            except Exception:
                raise
            except BaseException:
                self.conn.execute(f"ROLLBACK TO unit_{self._depth}")
