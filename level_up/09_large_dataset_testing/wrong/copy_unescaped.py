"""Joins values with tabs, as if no text had a tab, a backslash or a newline."""

import io

from solution import *
from solution import load_copy as _good

FAILS = "copy_loads_every_row"
SAYS = "COPY events"


def load_copy(engine: Engine, rows: Iterable[EventRow]) -> int:
    """Text that has a meaning in the format changes it."""
    if engine.dialect.name == "sqlite":
        return _good(engine, rows)
    lines = ["\t".join(r"\N" if v is None else str(v) for v in row) + "\n" for row in rows]
    connection = engine.raw_connection()
    connection.cursor().copy_expert("COPY events FROM STDIN", io.StringIO("".join(lines)))  # pyright: ignore[reportAttributeAccessIssue]
    connection.commit()
    connection.close()
    return len(lines)
