"""Give up privileges: another user, no groups, no capabilities, none to be gained again.

The users are numbers that belong to nobody, one per worker, so that answers checked side by side
cannot reach each other: what `isolate`, the sandbox of programming contests, does.
"""

from __future__ import annotations

import ctypes
import os

from runner.isolation.kernel import prctl, syscall

FIRST_USER = 60_000
_USERS = 4_000
_PR_SET_DUMPABLE, _PR_SET_KEEPCAPS, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 4, 8, 38, 47
_AMBIENT_RAISE = 2
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAP_DAC_READ_SEARCH = 2
_CAPABILITY_VERSION = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def user_of(worker: int) -> int:
    """The user that a worker's answers run as.

    Args:
        worker: its process id; ids that are alive at once lie within the range of users.
    """
    return FIRST_USER + worker % _USERS


def is_root() -> bool:
    """Whether this process may become another user."""
    return os.geteuid() == 0


def become(user: int) -> None:
    """Become another user, for good.

    One capability is kept: to read whatever Landlock leaves.  Where Python or the course lies below
    root's closed home, nobody else could.

    Args:
        user: its number; the group gets the same one.

    Raises:
        OSError: the kernel refused.
    """
    prctl(_PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    _keep_only(_CAP_DAC_READ_SEARCH)
    # A change of user hides /proc/self from ourselves, where memory is measured.
    prctl(_PR_SET_DUMPABLE, 1)


def gain_none() -> None:
    """From now on no program gains privileges by being set-uid; seccomp and Landlock ask for it."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def _keep_only(capability: int) -> None:
    import platform

    bit = 1 << capability
    sets = (_Sets * 2)(_Sets(bit, bit, bit), _Sets())  # numbers below 32, and above
    header = _Header(_CAPABILITY_VERSION, 0)
    syscall(_CAPSET[platform.machine()], ctypes.byref(header), ctypes.byref(sets))
    prctl(_PR_CAP_AMBIENT, _AMBIENT_RAISE, capability)
