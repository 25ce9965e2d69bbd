"""What counts as tampering: audit events, modules, and in whose hands they are suspicious."""

from __future__ import annotations

import os
from typing import Any

from runner.tampering.plain import plain

RELIED_ON = frozenset({
    "_io", "_pytest", "abc", "asyncpg", "builtins", "checks", "collections", "contextlib", "copy",
    "csv", "dataclasses", "datetime", "decimal", "enum", "extra_checks", "functools", "glob",
    "hashlib", "hmac", "importlib", "inspect", "io", "itertools", "json", "operator", "os",
    "pathlib", "pickle", "pluggy", "posixpath", "psycopg2", "pytest", "re", "runner", "select",
    "selectors", "shutil", "signal", "socket", "sqlalchemy", "sqlite3", "struct", "subprocess",
    "tempfile", "threading", "time", "traceback", "types", "unittest",
})  # fmt: skip
"""The modules, by the first part of their names, that decide or help to decide about an answer."""
OURS = frozenset({"checks", "extra_checks", "runner"})
FROZEN = frozenset({
    "_io", "_psycopg", "_sqlite3", "builtins", "contextlib", "functools", "io", "itertools", "json",
    "json.decoder", "json.encoder", "operator", "pathlib", "pathlib._local", "psycopg2",
    "psycopg2._psycopg", "sqlite3", "sqlite3.dbapi2",
})  # fmt: skip
"""Those that not even their own code changes, and which checks cannot do without."""
LOOKS_AT_FRAMES = tuple(
    f"{os.sep}{name}".replace("/", os.sep)
    for name in (
        "logging/__init__.py", "traceback.py", "warnings.py", "linecache.py", "dataclasses.py",
        "typing.py", "enum.py", "collections/__init__.py", "contextlib.py", "abc.py",
        "concurrent/futures/_base.py", "concurrent/futures/process.py", "asyncio/futures.py",
        "asyncio/tasks.py", "asyncio/format_helpers.py", "asyncio/base_events.py",
        "asyncio/coroutines.py", "unittest/case.py", "doctest.py", "zipimport.py",
    )
)  # fmt: skip
"""The standard library's files that look at frames and code for their own ends."""
PUPPETS = frozenset({
    "<module>", "walk_tb", "walk_stack", "currentframe", "_call_with_frames_removed", "run",
    "_exit_wrapper", "<lambda>", "source_to_code",
})  # fmt: skip
"""Functions in there that hand out what they find, or call what they are given."""
IMPORTING = frozenset(
    {
        "_find_and_load_unlocked",
        "_load_unlocked",
        "_handle_fromlist",
        "_find_and_load",
        "_exec",
        "invalidate_caches",
    }
)
"""Functions of the import system that keep its own books."""
FRAMES_OF = frozenset({"gi_frame", "cr_frame", "ag_frame", "tb_frame"})
BY_ANYBODY = {
    "gc.get_objects": "asks the garbage collector for all objects",
    "gc.get_referrers": "asks the garbage collector who refers to an object",
    "gc.get_referents": "asks the garbage collector what an object refers to",
    "sys._current_frames": "walks the frames of other code",
    "sys._current_exceptions": "walks the frames of other code",
    "sys.settrace": "traces other code",
    "sys.setprofile": "traces other code",
    "sys.monitoring.register_callback": "traces other code",
    "cpython.PyInterpreterState_New": "starts a second interpreter",
}
"""Nobody does these while an answer is marked, and code in C can do them in anybody's frame."""
BY_WHOMEVER = {
    "sys.addaudithook": "adds an audit hook",
    "os.fork": "starts a process",
    "os.forkpty": "starts a process",
    "os.exec": "starts a program",
    "os.posix_spawn": "starts a program",
    "os.spawn": "starts a program",
    "os.system": "starts a program",
    "subprocess.Popen": "starts a program",
    "socket.connect": "opens a network connection",
    "socket.bind": "waits for network connections",
    "socket.sendto": "sends over the network",
    "socket.sendmsg": "sends over the network",
    "socket.getaddrinfo": "asks for a network address",
    "os.kill": "sends a signal to another process",
    "os.killpg": "sends a signal to other processes",
    "sqlite3.enable_load_extension": "loads native code into SQLite",
    "sqlite3.load_extension": "loads native code into SQLite",
}
PROGRAMS = frozenset(
    {"os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system"}
    | {"subprocess.Popen"}
)
"""Where a drill's answers are to start programs, this is none of them."""
BY_ITSELF = {
    "sys._getframe": "walks the frames of other code",
    "object.__getattr__": "walks the frames of other code",
    "object.__setattr__": "rewrites a function",
    "object.__delattr__": "rewrites a function",
    "code.__new__": "makes code objects by hand",
    "marshal.loads": "makes code objects by hand",
}
"""Libraries do these for honest reasons: they count where the answer's own code does them."""
EVENTS = frozenset(
    {
        *BY_ANYBODY,
        *BY_WHOMEVER,
        *BY_ITSELF,
        "open",
        "import",
        "compile",
        "drills.import",
        "drills.uninstall",
    }
)
HIDDEN = frozenset({
    "runner", "_pytest", "pytest", "pluggy", "checks", "extra_checks", "ctypes", "_ctypes",
    "_ctypes_test", "_interpreters", "_interpchannels", "_interpqueues", "_xxsubinterpreters",
    "_testcapi", "_testlimitedcapi", "_testinternalcapi", "_testclinic", "_testbuffer", "cffi",
    "_cffi_backend",
})  # fmt: skip
"""What an answer has no business with: it cannot import these."""


def opens(path: object, course: str, spared: tuple[str, ...]) -> str:
    """What opening a file amounts to, in half a sentence; empty where that is nothing.

    Args:
        path: as it was given to `open`.
        course: the folder whose files are not for answers.
        spared: beginnings of paths that are.
    """
    if not isinstance(path, str | bytes | os.PathLike):
        return ""
    try:
        real = os.path.realpath(plain(os.fsdecode(path)))
    except (OSError, ValueError):
        return ""
    if real.startswith("/proc/") and real.endswith("/mem"):
        return "opens the memory of a process"
    if real.startswith(course) and not real.startswith(spared):
        return f"opens {real.removeprefix(course)} of the course"
    return ""


def is_database(args: tuple[Any, ...], ports: frozenset[int]) -> bool:
    """Whether a socket's address is the drill's database.

    Args:
        args: of the audit event.
        ports: TCP ports of the database, where it is on another machine.
    """
    address = args[1] if len(args) > 1 else None
    if address is None:
        return True  # sent over a connection that was looked at when it was made
    if isinstance(address, str | bytes):
        return ".s.PGSQL." in plain(os.fsdecode(address))
    if isinstance(address, tuple):
        return len(address) > 1 and address[1] in ports
    return address in ports  # getaddrinfo(host, port, …)
