"""Let a dictionary be watched by Python code in a process with threads.

CPython tells a watcher of a change in the middle of it, while it has hold of the value that is
replaced, but no reference to it, and of the place in the dictionary.  No other thread may run
then; but while Python code watches, others do.
"""

from __future__ import annotations

import _thread
import ctypes
import sys
from collections.abc import Callable
from typing import Any

_MORE_THREADS = 8
"""So many may begin, beside those there are, while others are about to change the same name."""


def holding() -> Callable[[int, str, int | None], None]:
    """What has to be called first, on each change.

    Returns:
        A function of the dictionary's address, the key, and the address of its new value.  Each
        thread that changes the same name at the same time gives up the value that it has found,
        though only one of them may: so nobody's value is ever freed.
    """
    count_threads = _thread._count
    keep_alive = ctypes.PYFUNCTYPE(None, ctypes.c_void_p)(("Py_IncRef", ctypes.pythonapi))

    def hold(namespace: int, name: str, value: int | None) -> None:
        if threads := count_threads():
            old = ctypes.cast(namespace, ctypes.py_object).value.get(name)
            for held in (id(old), value):
                for _ in range(threads + _MORE_THREADS if held else 0):
                    keep_alive(held)

    return hold


def make_room(namespace: dict[str, Any]) -> None:
    """So that threads that add a name at the same time do not all count on its last free place."""
    size = sys.getsizeof(namespace)
    added = []
    while sys.getsizeof(namespace) == size:
        added.append(f"__room_{len(added)}__")
        namespace[added[-1]] = None
    for name in added:
        del namespace[name]
