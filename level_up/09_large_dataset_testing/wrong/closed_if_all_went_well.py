"""Closes its connection behind the last row, where an error never comes."""

from solution import *
from solution import _as_load_error
from solution import load_copy as _good

FAILS = "loads_close_what_they_open"
SAYS = "load_copy of a row that is refused left 1 connection open"


def load_copy(engine: Engine, rows: Iterable[EventRow]) -> int:
    """Without a finally."""
    if engine.dialect.name == "sqlite":
        return _good(engine, rows)
    with _as_load_error():
        return asyncio.run(_copy(asyncpg_arguments(engine), rows))


async def _copy(arguments: dict[str, Any], rows: Iterable[EventRow]) -> int:
    connection = await asyncpg.connect(**arguments)
    done = await connection.copy_records_to_table("events", records=map(tuple, rows))
    await connection.close()
    return int(done.removeprefix("COPY "))
