"""seccomp: which system calls this process may still make.

A filter of a few lines in the kernel's classic BPF, by ctypes: what could reach into another
process, change mounts and namespaces, or open a network socket fails with EPERM.  Everything else
stays; see seccomp(2).
"""

from __future__ import annotations

import ctypes
import errno
import platform
import socket
import struct
from collections.abc import Iterator

from runner.isolation.kernel import prctl

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW = 0x7FFF0000
_FAIL = 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
"""Offsets in the kernel's `seccomp_data`."""
_X32 = 0x40000000
_NEW_NAMESPACES = 0x7E020000
"""The CLONE_NEW… flags: mount, cgroup, UTS, IPC, user, pid, network."""

# name: (x86-64, arm64), from the kernel's own tables.
_DENIED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "pidfd_getfd": (438, 438), "kcmp": (312, 272),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsmount": (432, 432), "mount_setattr": (442, 442), "unshare": (272, 97), "setns": (308, 268),
    "open_by_handle_at": (304, 265), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "kexec_load": (246, 104), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89), "syslog": (103, 116),
    "memfd_create": (319, 279), "memfd_secret": (447, 447),  # memory that no limit counts
    "settimeofday": (164, 170), "clock_settime": (227, 112), "sethostname": (170, 161),
    "setdomainname": (171, 162), "quotactl": (179, 60),
}  # fmt: skip
_RT_SIGACTION = (13, 134)
_SOCKET, _CLONE, _CLONE3 = (41, 198), (56, 220), (435, 435)
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def known_here() -> bool:
    """Whether this processor's system calls are in the table, and the kernel has filters."""
    try:
        prctl(21)  # PR_GET_SECCOMP
    except (OSError, NameError):
        return False
    return platform.machine() in _ARCHITECTURES


def compiled(*, network: bool, signals: bool) -> bytes:
    """The filter.

    Args:
        network: whether sockets of the internet families may be opened; local ones always may.
        signals: whether a process may say what is to happen on a signal.  A handler in Python is
            given the frame that it interrupts, and through that all frames of its callers.
    """
    return b"".join(_instructions(network, signals))


def restrict(program: bytes) -> None:
    """Filter the system calls of this process and of all that it starts.

    The caller must have set `no_new_privs`.

    Args:
        program: what `compiled` gave.

    Raises:
        OSError: the kernel refused.
    """
    held = ctypes.create_string_buffer(program)
    filter_ = _Program(len(program) // 8, ctypes.addressof(held))
    prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(filter_))


def _instructions(network: bool, signals: bool) -> Iterator[bytes]:
    """The filter.  Each test is followed by what happens on a match; jumps count what they skip."""
    architecture, column = _ARCHITECTURES[platform.machine()]
    refuse = _one(_RETURN, _FAIL | errno.EPERM)
    yield _one(_LOAD, _ARCHITECTURE)
    yield _one(_EQUAL, architecture, skip_if_true=1)
    yield refuse  # the calls of another architecture have other numbers
    yield _one(_LOAD, _NUMBER)
    yield _one(_AT_LEAST, _X32, skip_if_false=1)
    yield refuse
    for numbers in (*_DENIED.values(), *(() if signals else (_RT_SIGACTION,))):
        yield _one(_EQUAL, numbers[column], skip_if_false=1)
        yield refuse
    # Its flags lie in memory, where a filter cannot look; the C library then takes clone.
    yield _one(_EQUAL, _CLONE3[column], skip_if_false=1)
    yield _one(_RETURN, _FAIL | errno.ENOSYS)
    yield _one(_EQUAL, _CLONE[column], skip_if_false=4)
    yield _one(_LOAD, _FIRST_ARGUMENT)
    yield _one(_ANY_BIT, _NEW_NAMESPACES, skip_if_false=1)
    yield refuse
    yield _one(_RETURN, _ALLOW)
    allowed = [socket.AF_UNIX, *((socket.AF_INET, socket.AF_INET6) if network else ())]
    yield _one(_EQUAL, _SOCKET[column], skip_if_false=len(allowed) + 2)
    yield _one(_LOAD, _FIRST_ARGUMENT)
    for left, family in enumerate(reversed(allowed)):
        yield _one(_EQUAL, family, skip_if_true=len(allowed) - left)
    yield refuse
    yield _one(_RETURN, _ALLOW)


def _one(code: int, value: int, *, skip_if_true: int = 0, skip_if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, skip_if_true, skip_if_false, value)
