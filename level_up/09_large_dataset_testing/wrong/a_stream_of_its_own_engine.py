"""Streams over an engine of its own, and does not dispose of it."""

from solution import *
from solution import stream as _good

FAILS = "a_stream_that_is_closed_frees_its_connection"
SAYS = "a stream that was read to its end left 1 connection open"


def stream(engine: Engine) -> Iterator[EventRow]:
    """The connection is back in the pool, and the pool is nobody's."""
    yield from _good(create_engine(engine.url))
