"""Report to the SQL log what raw `sqlite3` connections send.

`sqlite3.connect` is wrapped so that each new connection gets a trace callback, which also sees
what cursors, `executescript` and implicit BEGINs send.  The audit event
`sqlite3.connect/handle` would need no wrapper, but is raised before the connection can be used
(`ProgrammingError: Base Connection.__init__ not called`, Python 3.13.0).

A connection has one trace callback.  So that an answer may set its own, connections are of a
subclass that calls both.  `sqlite3.Connection.set_trace_callback(connection, None)` ends the log.

What fails is told by a RAISE event.  One that SQLite cannot read has had no callback, so that its
text is not known.

The callback runs before the statement.  SQLite calls it once per row of an `executemany`, and
again, with the text of the outer statement, for each statement of a trigger.  So everything that
comes out of one call of `execute` or `executemany` counts as one statement; a new call is told
from a repeated callback by a `sys.monitoring` CALL event on the calling code object.
"""

from __future__ import annotations

import functools
import sys
import threading
from typing import TYPE_CHECKING, Any

from runner.instruments.sqlstate import TRANSACTION_WORDS, active, first_word, short_error

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType

    from runner.instruments.sqlstate import Entry

_METHODS = ("execute", "executemany", "executescript")
_FACTORY = 5
"""The place of `factory` among the arguments of `sqlite3.connect`."""
_MONITORING_TOOL = 4
"""One of the two tool numbers that CPython leaves free (PEP 669)."""

# Both are keyed by the id of a code object: to hash one costs more than the statement.  `_watched`
# keeps the objects alive, so that no id is used twice.
_watched: dict[int, CodeType] = {}
_sites: dict[tuple[int, int], str] = {}


class _LastCall(threading.local):
    """The call whose first statement this thread has logged; what else comes out of it is none."""

    frame = 0
    """The id of the calling frame, which is not kept alive; 0 for none."""
    offset = -1
    entry: Entry | None = None
    """What was logged last."""
    site: tuple[int, int] = (0, -1)
    """The call that it came out of."""


_last = _LastCall()


def install() -> None:
    """Wrap `sqlite3.connect`, once per process, so that later connections are traced."""
    import sqlite3
    import sqlite3.dbapi2

    if hasattr(sqlite3.connect, "__wrapped__"):
        return
    original = sqlite3.connect

    @functools.wraps(original)
    def connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        log = active()
        if log is None:
            return original(*args, **kwargs)
        if len(args) > _FACTORY:
            args = (*args[:_FACTORY], _traced(args[_FACTORY]), *args[_FACTORY + 1 :])
        else:
            kwargs["factory"] = _traced(kwargs.get("factory", sqlite3.Connection))
        connection = original(*args, **kwargs)
        if isinstance(connection, sqlite3.Connection):  # a factory may give anything
            # With autocommit=False it has sent a BEGIN already.
            begun = connection.autocommit is False
            log.connected(id(connection), sys._getframe(1) if begun else None)
            callback = functools.partial(_on_statement, id(connection))
            sqlite3.Connection.set_trace_callback(connection, callback)
        return connection

    monitoring = sys.monitoring  # now: later, nobody may register anything (`runner.tampering`)
    if monitoring.get_tool(_MONITORING_TOOL) is None:
        monitoring.use_tool_id(_MONITORING_TOOL, "persistence-drills")
        monitoring.register_callback(_MONITORING_TOOL, monitoring.events.CALL, _on_call)
        monitoring.register_callback(_MONITORING_TOOL, monitoring.events.RAISE, _on_raise)
        monitoring.set_events(_MONITORING_TOOL, monitoring.events.RAISE)
    sqlite3.connect = connect
    # SQLAlchemy takes it from there.
    sqlite3.dbapi2.connect = connect


def _traced(factory: Any) -> Any:
    """What makes connections that stay in the log whatever callback they are given.

    Args:
        factory: what was to make them, a class as a rule; anything else is left as it is.
    """
    import sqlite3

    is_class = isinstance(factory, type) and issubclass(factory, sqlite3.Connection)
    return _traced_class(factory) if is_class else factory


@functools.cache
def _traced_class(base: type[Any]) -> type[Any]:
    class Traced(base):
        __slots__ = ()

        def set_trace_callback(self, trace_callback: Callable[[str], object] | None, /) -> None:
            both = functools.partial(_on_statement, id(self))
            if trace_callback is not None:
                both = functools.partial(_on_both, id(self), trace_callback)
            super().set_trace_callback(both)

    for name in ("__name__", "__qualname__", "__module__", "__doc__"):
        setattr(Traced, name, getattr(base, name))
    return Traced


def _on_both(connection: int, theirs: Callable[[str], object], sql: str) -> None:
    """The trace callback where the answer has set one: the log comes first."""
    _on_statement(connection, sql, 2)
    theirs(sql)


def _on_statement(connection: int, sql: str, depth: int = 1) -> None:
    """The trace callback: log a statement unless it is an echo of the one before."""
    frame = sys._getframe(depth)
    offset = frame.f_lasti
    # First of all and with little work, since it runs for each row of an `executemany`.
    if offset == _last.offset and id(frame) == _last.frame:
        return
    log = active()
    if log is None or _is_internal(sql):
        return
    is_control = first_word(sql) in TRANSACTION_WORDS
    if not is_control and _is_sqlalchemys(frame):
        _last.entry = None
        return
    _last.entry = log.begin(sql, "", frame, connection=connection)
    _last.site = (id(frame.f_code), offset)
    # BEGIN may be implicit, and then the statement itself follows within the same call.
    if not is_control:
        method = _method_called(frame, (id(frame.f_code), offset))
        # A script holds many statements, and so may a call that cannot be read.
        _last.frame = id(frame) if method in ("execute", "executemany") else 0
        _last.offset = offset


def _is_sqlalchemys(frame: FrameType) -> bool:
    """Whether SQLAlchemy sends, which reports its statements with their rows, time and error.

    Its own questions are nobody's.
    """
    return frame.f_globals.get("__name__", "").startswith("sqlalchemy.")


def _is_internal(sql: str) -> bool:
    """Whether this is a statement inside a trigger or virtual table: `-- ` and its text."""
    return sql.startswith("-- ") and "\n" not in sql


def _method_called(frame: FrameType, site: tuple[int, int]) -> str:
    """Which method the frame is calling, by its bytecode; empty where that cannot be told."""
    method = _sites.get(site)
    if method is None:
        _watch_calls(frame.f_code)
        method = _sites[site] = _method_at(frame.f_code, frame.f_lasti)
    return method


def _method_at(code: CodeType, offset: int) -> str:
    """The method name loaded for the call at an offset: both start at the same column."""
    import dis

    units = list(code.co_positions())[: offset // 2 + 1]  # two bytes each
    line, _, column, _ = units[-1]
    raw = code.co_code
    for unit in range(offset // 2, -1, -1):
        if raw[2 * unit] == dis.opmap["LOAD_ATTR"] and units[unit][::2] == (line, column):
            # Above 255 the higher bits are in the unit before; the lowest bit is a flag.
            extended = unit > 0 and raw[2 * unit - 2] == dis.EXTENDED_ARG
            number = raw[2 * unit + 1] | (raw[2 * unit - 1] << 8 if extended else 0)
            name = code.co_names[number >> 1]
            if name in _METHODS:
                return name
    return ""


def _watch_calls(code: CodeType) -> None:
    """Have CALL events for one code object; they begin with the next call in it."""
    if id(code) in _watched:
        return
    _watched[id(code)] = code
    sys.monitoring.set_local_events(_MONITORING_TOOL, code, sys.monitoring.events.CALL)


def _on_call(code: CodeType, offset: int, _callable: object, _first: object) -> None:
    if (id(code), offset) in _sites:
        _last.frame = 0
        _last.entry = None


def _on_raise(code: CodeType, _offset: int, error: BaseException) -> None:
    """Note why a statement failed, where an error of sqlite3's own begins its way."""
    import sqlite3

    trace = error.__traceback__
    if not isinstance(error, sqlite3.Error) or trace is None or trace.tb_next is not None:
        return
    log = active()
    if log is None:
        return
    what = short_error(error)
    if name := getattr(error, "sqlite_errorname", ""):
        what += f" ({name})"
    frame = sys._getframe(1)
    if _last.entry is not None and _last.site == (id(code), frame.f_lasti):
        log.end(_last.entry, None, what)
    elif not _is_sqlalchemys(frame) and _method_at(code, frame.f_lasti):
        log.note_unread(frame, what)
