"""Writes CSV in which NULL and the empty text look alike."""

import io

from solution import *
from solution import load_copy as _good

FAILS = "copy_loads_every_row"
SAYS = "NULL, tabs and all"


def load_copy(engine: Engine, rows: Iterable[EventRow]) -> int:
    """Python's csv writes both as nothing."""
    if engine.dialect.name == "sqlite":
        return _good(engine, rows)
    file = io.StringIO(newline="")
    collected = list(rows)
    csv.writer(file).writerows(collected)
    file.seek(0)
    connection = engine.raw_connection()
    connection.cursor().copy_expert("COPY events FROM STDIN (FORMAT csv)", file)  # pyright: ignore[reportAttributeAccessIssue]
    connection.commit()
    connection.close()
    return len(collected)
