"""Calls to the Linux kernel that Python has no function for, by ctypes."""

from __future__ import annotations

import ctypes
import os
import sys

if sys.platform == "linux":
    _libc = ctypes.CDLL(None, use_errno=True)


def syscall(number: int, *arguments: object) -> int:
    """Make a system call.

    Args:
        number: of the call, on this processor.
        arguments: integers, or ctypes pointers.

    Returns:
        What the kernel returned.

    Raises:
        OSError: it refused.
    """
    return _checked(_libc.syscall(ctypes.c_long(number), *map(_word, arguments)))


def prctl(option: int, *arguments: object) -> int:
    """Change something about this process; see prctl(2).

    Raises:
        OSError: the kernel refused.
    """
    padded = (*arguments, 0, 0, 0, 0)[:4]
    return _checked(_libc.prctl(ctypes.c_int(option), *map(_word, padded)))


def _word(argument: object) -> object:
    return ctypes.c_long(argument) if isinstance(argument, int) else argument


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
