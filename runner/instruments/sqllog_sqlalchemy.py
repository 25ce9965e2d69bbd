"""Report to the SQL log what SQLAlchemy engines send, whatever their driver.

Listeners stand on the class `Engine`, so that every engine is seen, also one the answer makes,
and also the synchronous engine inside an `AsyncEngine`
(https://docs.sqlalchemy.org/en/21/core/events.html).  They are registered as soon as SQLAlchemy
is there: at once, or when the first dialect is imported, which is before any engine exists.
"""

from __future__ import annotations

import sys
import weakref
from typing import TYPE_CHECKING, Any

from runner.instruments.sqlstate import (
    PARAMETERS_LENGTH,
    TRANSACTION_WORDS,
    Entry,
    Flush,
    active,
    first_word,
    flush,
    short_error,
)

if TYPE_CHECKING:
    from types import FrameType

    from sqlalchemy import Connection, Engine

_engines: weakref.WeakSet[Engine] = weakref.WeakSet()
_inherited_pools: list[Any] = []
_CAUSES = {"_autoflush": ", by autoflush", "_prepare_impl": ", by commit"}
_SERVER_PROCESS = {"psycopg2": "get_backend_pid", "asyncpg": "get_server_pid"}
_CALLERS = 12
"""Frames between a listener and the method of the session that was called."""
_state = {"listening": False, "hooked": False, "sessions": False}


def install() -> None:
    """Register the listeners, once per process, now or when SQLAlchemy is imported."""
    if _state["listening"] or _listen():
        _listen_to_sessions()
        return
    if not _state["hooked"]:
        _state["hooked"] = True
        # An audit hook cannot be removed: it does nothing once the listeners stand.
        sys.addaudithook(_on_audit_event)


def abandon_inherited_connections() -> None:
    """In a forked child: give every engine a new pool, and leave the parent's sockets alone.

    The old pools are kept alive, since closing a SQLite connection that was opened on the other
    side of a fork is not safe (https://sqlite.org/howtocorrupt.html, section 2.6).
    """
    for engine in list(_engines):
        _inherited_pools.append(engine.pool)
        engine.dispose(close=False)


def _on_audit_event(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "import" or _state["listening"]:
        return
    # `create_engine` imports the dialect first; by then the package itself is complete.
    if str(arguments[0]).startswith("sqlalchemy.dialects."):
        _listen()


def _listen() -> bool:
    """Register the listeners if SQLAlchemy is imported; tell whether they stand."""
    base = sys.modules.get("sqlalchemy.engine.base")
    if base is None or not hasattr(sys.modules.get("sqlalchemy"), "event"):
        return False
    from sqlalchemy import Engine, event

    _state["listening"] = True
    event.listen(Engine, "engine_connect", _on_connect)
    event.listen(Engine, "before_cursor_execute", _before)
    event.listen(Engine, "after_cursor_execute", _after)
    event.listen(Engine, "handle_error", _on_error)
    event.listen(Engine, "begin", lambda conn: _control(conn, "BEGIN"))
    event.listen(Engine, "commit", lambda conn: _control(conn, "COMMIT"))
    event.listen(Engine, "rollback", lambda conn: _control(conn, "ROLLBACK"))
    _listen_to_sessions()
    return True


def _on_connect(conn: Connection) -> None:
    _engines.add(conn.engine)
    _listen_to_sessions()


def _listen_to_sessions() -> None:
    """Follow the flushes of ORM sessions, where the ORM is imported by now."""
    if _state["sessions"] or "sqlalchemy.orm.session" not in sys.modules:
        return
    from sqlalchemy import event
    from sqlalchemy.orm import Session

    _state["sessions"] = True
    event.listen(Session, "before_flush", _before_flush)
    event.listen(Session, "after_flush", lambda session, work: flush.set(None))
    event.listen(Session, "after_soft_rollback", lambda session, transaction: flush.set(None))


def _before_flush(_session: object, work: object, _objects: object) -> None:
    flush.set(Flush(_cause(sys._getframe(1)), weakref.ref(work)))


def _cause(frame: FrameType | None) -> str:
    """Why a session flushes, by who called it."""
    for _ in range(_CALLERS):
        if frame is None:
            break
        if cause := _CAUSES.get(frame.f_code.co_name):
            return cause
        frame = frame.f_back
    return ""


def _before(
    conn: Connection, _cursor: object, sql: str, parameters: Any, context: Any, _many: bool
) -> None:
    log = active()
    if log is None or _is_probe(conn):
        return
    if _is_traced_by_sqlite3(conn) and first_word(sql) in TRANSACTION_WORDS:
        return
    entry = log.begin(
        sql,
        short_repr(parameters),
        sys._getframe(1),
        **_ends_of(conn),
        raw=_one_small_set(parameters),
    )
    if context is not None:
        # On the context and not on the thread: coroutines take turns within one thread.
        context._drills_entry = entry


def _after(
    conn: Connection, cursor: Any, sql: str, _parameters: Any, context: Any, _many: bool
) -> None:
    entry: Entry | None = getattr(context, "_drills_entry", None)
    log = active()
    if entry is not None and log is not None:
        rows: int | None = getattr(cursor, "rowcount", None)
        # sqlite3 counts what RETURNING gives only once it is fetched.
        untold = rows == 0 and conn.dialect.name == "sqlite" and "RETURNING" in sql
        log.end(entry, None if untold else rows)


def _on_error(context: Any) -> None:
    entry: Entry | None = getattr(context.execution_context, "_drills_entry", None)
    log = active()
    if entry is not None and log is not None:
        error = context.original_exception
        # asyncpg's own error is inside that of SQLAlchemy's adapter.
        log.end(entry, None, short_error(error.__cause__ or error))


def _control(conn: Connection, sql: str) -> None:
    """Log transaction control, unless the driver's own trace tells it, or nothing is sent."""
    log = active()
    if log is None or _is_traced_by_sqlite3(conn) or _is_probe(conn):
        return
    # An AUTOCOMMIT connection fires these events too, and sends nothing.
    if getattr(conn, "_is_autocommit_isolation", bool)():
        return
    log.begin(sql, "", sys._getframe(1), **_ends_of(conn))


def _ends_of(conn: Connection) -> dict[str, int]:
    """What is at the two ends: the driver's own connection, and the server's process.

    The first is what sqlite3's trace knows as well, the second what the server's views know.
    """
    # To ask a connection that is lost would open another.
    if conn.invalidated or conn.closed:
        return {"connection": 0}
    driver = conn.connection.driver_connection
    ask = _SERVER_PROCESS.get(conn.dialect.driver)
    return {"connection": id(driver), "server": getattr(driver, ask)() if ask else 0}


def _is_traced_by_sqlite3(conn: Connection) -> bool:
    return conn.dialect.driver == "pysqlite"


def _is_probe(conn: Connection) -> bool:
    """Whether this is the connection on which an engine asks once for the server's version."""
    return not getattr(conn, "_allow_autobegin", True)


def short_repr(parameters: Any) -> str:
    """The repr of parameters, cut; of many sets only the first is shown."""
    if not parameters:
        return ""
    if isinstance(parameters, list):
        first = short_repr(parameters[0])
        return first if len(parameters) == 1 else f"{first} … {len(parameters)} sets"
    if isinstance(parameters, dict):
        text = "{" + ", ".join(f"{k!r}: {_short(v)}" for k, v in _some(parameters.items())) + "}"
    else:
        text = "(" + ", ".join(_short(value) for value in _some(parameters)) + ")"
    return text if len(text) <= PARAMETERS_LENGTH else text[: PARAMETERS_LENGTH - 1] + "…"


def _one_small_set(parameters: Any) -> Any:
    """One set of parameters, to explain the statement with later; None where it is big.

    To keep megabytes alive for that would falsify what a check measures.
    """
    one = parameters[0] if isinstance(parameters, list) and parameters else parameters
    values = one.values() if isinstance(one, dict) else one or ()
    big = any(isinstance(v, str | bytes | bytearray | memoryview) and len(v) > 500 for v in values)
    return None if big or len(values) > 100 else one


def _some(values: Any) -> Any:
    from itertools import islice

    return islice(values, 20)


def _short(value: object) -> str:
    # A slice first: the repr of ten megabytes costs more than the statement.
    if isinstance(value, str | bytes | bytearray) and len(value) > 60:
        return repr(value[:60])[:-1] + "…"
    text = repr(value)
    return text if len(text) <= 80 else text[:79] + "…"
