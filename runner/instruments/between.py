"""Come in between what a transaction has read and what it writes."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runner.instruments.sqlstate import first_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Engine

LOCK_NOT_AVAILABLE = "55P03"
_WRITE = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)
_ROW_LOCK = re.compile(r"\bFOR\s+(NO\s+KEY\s+)?UPDATE\b", re.IGNORECASE)


@contextmanager
def before_first_write(engine: Engine, act: Callable[[], None]) -> Iterator[None]:
    """Do something when a transaction of this engine comes to its first write.

    Once for each transaction that this thread begins.  What `act` itself does there does not count.

    Args:
        engine: the answer's; on it the statements are seen.
        act: is called before the write is sent.
    """
    from sqlalchemy import event

    owner = threading.get_ident()
    is_new = is_acting = False

    def begin(_: Connection) -> None:
        nonlocal is_new
        if threading.get_ident() == owner and not is_acting:
            is_new = True

    def before(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        nonlocal is_new, is_acting
        if is_new and threading.get_ident() == owner and not is_acting and _writes(statement):
            is_new, is_acting = False, True
            try:
                act()
            finally:
                is_acting = False

    event.listen(engine, "begin", begin)
    event.listen(engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(engine, "begin", begin)
        event.remove(engine, "before_cursor_execute", before)


def _writes(statement: str) -> bool:
    word = first_word(statement)
    if word == "WITH":
        return bool(_WRITE.search(_ROW_LOCK.sub("", statement)))
    return bool(_WRITE.fullmatch(word))


@dataclass
class Meddled:
    """How often others came in between, and whether they were kept out."""

    times: int = 0
    """How many transactions came to a write."""
    blocked: bool = False
    """Whether the other transaction met a lock, and so changed nothing."""


@contextmanager
def meddling(engine: Engine, changes: Sequence[Sequence[str]]) -> Iterator[Meddled]:
    """Let another transaction change rows between a transaction's reads and its first write.

    Args:
        engine: the answer's, on PostgreSQL.
        changes: the statements before the first transaction's write, the second's…

    Yields:
        What has happened so far.
    """
    from sqlalchemy import NullPool, create_engine, text
    from sqlalchemy.exc import DBAPIError

    meddled = Meddled()
    other = create_engine(engine.url, poolclass=NullPool)

    def act() -> None:
        meddled.times += 1
        if meddled.times > len(changes):
            return
        try:
            with other.begin() as connection:
                connection.execute(text("SET LOCAL lock_timeout = '500ms'"))
                for statement in changes[meddled.times - 1]:
                    connection.execute(text(statement))
        except DBAPIError as error:
            origin: Any = error.orig
            if getattr(origin, "pgcode", None) != LOCK_NOT_AVAILABLE:
                raise
            meddled.blocked = True

    with before_first_write(engine, act):
        yield meddled
