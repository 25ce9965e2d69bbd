"""Tell of every operation that changes a file, just before it happens.

`install` puts thin wrappers in place of `open` and the functions of `os`, before the answer is
loaded, so that `from os import replace` gets them too.  They pass through until `watch` gives
them somebody to tell, which happens only inside a forked child.  `pathlib`, `tempfile` and
`shutil` go through these functions; C libraries such as SQLite do not.

What `open` returns while watched is built on a raw file whose `write` is the step: text is
buffered, so that only a flush, a close or a full buffer changes the file, as it really is.
"""

from __future__ import annotations

import builtins
import functools
import io
import os
import stat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Listener = Callable[[str, str, str, bool], None]
    """Gets the operation, the path, the destination (of a rename or link) and whether the path
    is a directory."""

_WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_BY_DESCRIPTOR = (
    *("write", "writev", "pwrite", "pwritev", "fsync", "fdatasync", "ftruncate"),
    "sendfile",  # `shutil.copyfile`
)
_BY_PATH = ("unlink", "remove", "truncate")
_BY_TWO_PATHS = ("replace", "rename", "link", "symlink")

_original_open = io.open
_listeners: list[Listener] = []


def install() -> None:
    """Put the wrappers in place, once per process."""
    if hasattr(os.open, "__wrapped__"):
        return
    _wrap("open", _before_os_open)
    for name in _BY_DESCRIPTOR:
        _wrap(name, _before_descriptor)
    for name in _BY_PATH:
        _wrap(name, _before_path)
    for name in _BY_TWO_PATHS:
        _wrap(name, _before_two_paths)
    io.open = _open  # type: ignore[assignment]
    builtins.open = _open  # type: ignore[assignment]


def watch(listener: Listener) -> None:
    """Tell a listener of every operation from now on.  For a forked child, which never stops."""
    install()
    _listeners[:] = [listener]


def _tell(operation: str, path: Any, destination: Any = "") -> None:
    listener = _listeners[0]
    # What the listener does with files itself is no step.
    _listeners.clear()
    try:
        where = _path_of(path)
        listener(operation, where, destination and _path_of(destination), _is_folder(where))
    finally:
        _listeners.append(listener)


def _wrap(name: str, before: Callable[..., None]) -> None:
    original = getattr(os, name, None)
    if original is None:
        return

    @functools.wraps(original)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if _listeners:
            before(name, *args, **kwargs)
        return original(*args, **kwargs)

    # `os.unlink in os.supports_dir_fd` must stay true: shutil asks for it.
    for supported in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
        if original in supported:
            supported.add(wrapper)
    setattr(os, name, wrapper)


def _before_os_open(name: str, path: Any, flags: int, *_args: Any, **_kwargs: Any) -> None:
    if flags & _WRITING_FLAGS:
        _tell(name, path)


def _before_descriptor(name: str, fd: Any, *_args: Any, **_kwargs: Any) -> None:
    descriptor = fd if isinstance(fd, int) else fd.fileno()
    # Pipes, sockets and terminals keep nothing.
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        _tell(name, descriptor)


def _before_path(name: str, path: Any, *_args: Any, **_kwargs: Any) -> None:
    _tell(name, path)


def _before_two_paths(name: str, src: Any, dst: Any, *_args: Any, **_kwargs: Any) -> None:
    _tell(name, src, dst)


class _RawFile(io.FileIO):
    """The bottom of a file object: what arrives here changes the file."""

    def write(self, data: Any) -> int:
        if _listeners:
            _before_descriptor("write", self.fileno())
        return super().write(data)

    def truncate(self, size: int | None = None) -> int:
        if _listeners:
            _before_descriptor("truncate", self.fileno())
        return super().truncate(size)


@functools.wraps(_original_open)
def _open(
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Any = None,
) -> Any:
    if not _listeners or not set("wax+") & set(mode):
        return _original_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
    if isinstance(file, int):
        # A descriptor is open already; opening it changes nothing.
        _check_arguments(file, mode, buffering, encoding, errors, newline)
    else:
        _check_arguments(os.devnull, mode.replace("x", "w"), buffering, encoding, errors, newline)
        if opener is None:
            _tell("open", file)
    binary = "b" in mode
    # `open` turns a path into text, which becomes the name of the file object.
    name = file if isinstance(file, int) else os.fspath(file)
    raw = _RawFile(name, mode.replace("b", "").replace("t", ""), closefd, opener)
    if buffering == 0:
        return raw
    size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
    buffered: Any = io.BufferedRandom(raw, size) if "+" in mode else io.BufferedWriter(raw, size)
    if binary:
        return buffered
    text: Any = io.TextIOWrapper(
        buffered, io.text_encoding(encoding), errors, newline, line_buffering=buffering == 1
    )
    text.mode = mode
    return text


def _check_arguments(file: Any, mode: str, *rest: Any) -> None:
    """Raise what `open` raises for wrong arguments, before anything is opened."""
    _original_open(file, mode, *rest, closefd=not isinstance(file, int)).close()


def _path_of(path: Any) -> str:
    """The absolute path of a path or descriptor."""
    if isinstance(path, int):
        return _path_of_descriptor(path)
    return os.path.abspath(os.fsdecode(path))  # noqa: PTH100


def _path_of_descriptor(descriptor: int) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115
    except OSError:
        import fcntl

        # macOS.
        found = fcntl.fcntl(descriptor, getattr(fcntl, "F_GETPATH", 50), bytes(1024))
        return os.fsdecode(found.rstrip(b"\0"))


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)  # noqa: PTH116
    except OSError:
        return False
