"""Memory that is kept for telling that there is no more of it.

An answer that has filled its memory, and holds it, leaves none for the words about that.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable

_BYTES = 32 << 20


def _nothing_kept() -> None:
    """In a process without limits."""


free: Callable[[], object] = _nothing_kept
"""Gives it back; call it right after a `MemoryError`.  It is a built-in method then: to call a
function takes memory."""


def keep() -> None:
    """Take it, before the memory of this process is limited: only of its address space."""
    global free
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    free = mmap.mmap(-1, _BYTES, flags=flags, prot=mmap.PROT_READ).close
