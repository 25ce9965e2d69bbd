"""What counts as tampering: audit events, modules, and in whose hands they are suspicious."""

from __future__ import annotations

import os
from typing import Any

RELIED_ON = frozenset({
    "_io", "_pytest", "abc", "asyncpg", "builtins", "checks", "collections", "contextlib", "copy",
    "csv", "dataclasses", "datetime", "decimal", "enum", "extra_checks", "functools", "glob",
    "hashlib", "hmac", "importlib", "inspect", "io", "itertools", "json", "operator", "os",
    "pathlib", "pickle", "pluggy", "posixpath", "psycopg2", "pytest", "re", "runner", "select",
    "selectors", "shutil", "signal", "socket", "sqlalchemy", "sqlite3", "struct", "subprocess",
    "tempfile", "threading", "time", "traceback", "types", "unittest",
})  # fmt: skip
"""The modules, by the first part of their names, that decide or help to decide about an answer."""
HELPERS = (f"unittest{os.sep}mock.py", "inspect.py", f"asyncio{os.sep}base_tasks.py")
"""Library code that only does what its caller asks for."""
FRAMES_OF = frozenset({"gi_frame", "cr_frame", "ag_frame", "tb_frame"})
BY_WHOMEVER = {
    "gc.get_objects": "asks the garbage collector for all objects",
    "gc.get_referrers": "asks the garbage collector who refers to an object",
    "gc.get_referents": "asks the garbage collector what an object refers to",
    "sys._current_frames": "walks the frames of other code",
    "sys._current_exceptions": "walks the frames of other code",
    "sys.settrace": "traces other code",
    "sys.setprofile": "traces other code",
    "sys.monitoring.register_callback": "traces other code",
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
EVENTS = frozenset({*BY_WHOMEVER, *BY_ITSELF, "open", "import"})
HIDDEN = frozenset({"runner", "_pytest", "pytest", "pluggy", "checks", "extra_checks"})
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
        real = os.path.realpath(os.fsdecode(path))
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
        return ".s.PGSQL." in os.fsdecode(address)
    if isinstance(address, tuple):
        return len(address) > 1 and address[1] in ports
    return address in ports  # getaddrinfo(host, port, …)
