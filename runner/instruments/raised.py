"""Exceptions in checks: expect one, and say in a line what came instead."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def must_raise(kind: type[Exception], story: str) -> Iterator[None]:
    """Let this exception pass, and complain if it does not come; others go through.

    Args:
        kind: what must be raised.
        story: what was done, for the message: `a taken seat was booked`.

    Raises:
        AssertionError: nothing was raised.
    """
    __tracebackhide__ = True
    try:
        yield
    except kind:
        return
    raise AssertionError(f"{story}, and nothing was raised: it must be {kind.__name__}")


def first_line(error: object) -> str:
    """The kind of an error, and the first line of what the database said where it is one of its.

    `IntegrityError (duplicate key value violates unique constraint "uq")`.
    """
    origin = getattr(error, "orig", None) or error
    lines = str(origin).strip().splitlines() or [""]
    return f"{type(error).__name__} ({lines[0]})"
