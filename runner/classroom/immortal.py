"""Objects that are never freed, so that children forked later can share the memory they lie in.

A forked child shares each page of memory with its parent until one of them writes to it, and
CPython writes wherever it looks: it counts references.  The count of an immortal object stands
still (PEP 683, made for this among other things).  CPython has no public function that makes an
object immortal; here it is done as its own `_Py_SetImmortal` does it.
"""

from __future__ import annotations

import ctypes
import gc
import sys
import sysconfig

_COUNT = 2**32 - 1
"""The count of an immortal object in CPython 3.12 and 3.13; later ones have another."""
_KNOWN = (
    sys.implementation.name == "cpython"
    and sys.version_info[:2] in {(3, 12), (3, 13)}
    and sys.maxsize > 2**32
    and not sysconfig.get_config_var("Py_GIL_DISABLED")
    and not sysconfig.get_config_var("Py_TRACE_REFS")
)


def keep_for_ever() -> None:
    """Make whatever this process holds immortal, and leave it out of garbage collections.

    What is made later is freed as ever.  On a CPython whose counts are not known here, objects are
    left out of collections and that is all: children copy more pages.
    """
    gc.collect()
    if _KNOWN:
        gc.unfreeze()
        count_at = ctypes.c_uint64.from_address
        mortal = [each for each in gc.get_objects() if sys.getrefcount(each) < _COUNT]
        while mortal:
            for each in mortal:
                count_at(id(each)).value = _COUNT
            held = gc.get_referents(*mortal)
            mortal = [each for each in held if sys.getrefcount(each) < _COUNT]
    gc.freeze()
