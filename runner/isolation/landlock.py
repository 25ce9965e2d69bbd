"""Landlock: which files, TCP ports and processes this process may still reach.

Needs no privileges and cannot be taken back.  The layout of the structures and the numbers are
those of the kernel's `linux/landlock.h`; the rights grew with its ABI, and a kernel that does not
know one is not asked for it.  See https://docs.kernel.org/userspace-api/landlock.html.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from runner.isolation.kernel import syscall

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every processor
_ASK_VERSION = 1
_PATH_BENEATH, _NET_PORT = 1, 2

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_BLOCK = 1 << 6, 1 << 11
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_READING = _EXECUTE | _READ_FILE | _READ_DIR
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
"""The rights that a rule on a single file may speak of."""
_ALL_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_CONNECT_TCP, _BIND_TCP = 1 << 1, 1 << 0
_ABI_OF_TCP, _ABI_OF_SCOPES = 4, 6
_SCOPE_ABSTRACT_SOCKETS, _SCOPE_SIGNALS = 1 << 0, 1 << 1


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


class _NetPort(ctypes.Structure):
    _fields_ = (("allowed_access", ctypes.c_uint64), ("port", ctypes.c_uint64))


def abi() -> int:
    """The version of Landlock that this kernel has; 0 without any."""
    try:
        return syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)
    except (OSError, NameError):  # another system has no such call at all
        return 0


def stops_signals() -> bool:
    """Whether a process inside cannot signal one outside."""
    return abi() >= _ABI_OF_SCOPES


def restrict(*, readable: Iterable[Path], writable: Iterable[Path], ports: Iterable[int]) -> None:
    """Leave this process, and all that it starts, nothing but what is named.

    The caller must have set `no_new_privs`.

    Args:
        readable: folders and files to read and execute; a missing one is passed over.
        writable: folders and files to do anything with, devices aside.
        ports: TCP ports to connect to, on whatever host.

    Raises:
        OSError: the kernel refused.
    """
    version = abi()
    files = max(rights for since, rights in _ALL_BY_ABI.items() if since <= version)
    ruleset = _Ruleset(
        files,
        _CONNECT_TCP | _BIND_TCP if version >= _ABI_OF_TCP else 0,
        _SCOPE_ABSTRACT_SOCKETS | _SCOPE_SIGNALS if version >= _ABI_OF_SCOPES else 0,
    )
    size = 8 if version < _ABI_OF_TCP else 16 if version < _ABI_OF_SCOPES else 24
    handle = syscall(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    try:
        for path in readable:
            _allow(handle, path, _READING)
        for path in writable:
            _allow(handle, path, files & ~(_MAKE_CHAR | _MAKE_BLOCK))
        if version >= _ABI_OF_TCP:
            for port in ports:
                rule = _NetPort(_CONNECT_TCP, port)
                syscall(_ADD_RULE, handle, _NET_PORT, ctypes.byref(rule), 0)
        syscall(_RESTRICT_SELF, handle, 0)
    finally:
        os.close(handle)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
                rights &= _OF_FILES
            rule = _PathBeneath(rights, descriptor)
            syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
        finally:
            os.close(descriptor)
