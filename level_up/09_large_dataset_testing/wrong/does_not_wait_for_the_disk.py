"""Connects with a setting that lets a commit return before it is on the disk."""

from solution import *
from solution import load_copy as _good

FAILS = "loads_are_as_safe_as_others"
SAYS = "loaded rows with synchronous_commit = off"


def load_copy(engine: Engine, rows: Iterable[EventRow]) -> int:
    """No SET is sent: it is an argument of connect."""
    if engine.dialect.name == "sqlite":
        return _good(engine, rows)
    return asyncio.run(_copy(asyncpg_arguments(engine), rows))


async def _copy(arguments: dict[str, Any], rows: Iterable[EventRow]) -> int:
    settings = {"synchronous_commit": "off"}
    connection = await asyncpg.connect(**arguments, server_settings=settings)
    try:
        done = await connection.copy_records_to_table("events", records=map(tuple, rows))
    except asyncpg.PostgresError as error:
        raise LoadError(str(error)) from error
    finally:
        await connection.close()
    return int(done.removeprefix("COPY "))
