"""See when an answer reaches for what decides about it, in the process that it shares with checks.

Three things are watched from before the answer is loaded until its process ends:

- audit events (PEP 578): frames, the garbage collector, ctypes, tracing, new processes, sockets,
  files of the course.  A hook cannot be removed, and it refuses by raising;
- the names in the modules that checks rely on, and the attributes of their classes.  CPython tells
  of each change as it is made (`PyDict_Watch`, `PyType_Watch`), so one that is undone is seen too;
- values that are equal to everything.

What is seen is told to the parent at once, before the answer's code goes on.  The state is kept in
closures: what is no attribute of a module or a class is not found by walking over those.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

from runner.tampering.hiding import hide_modules, hide_roots
from runner.tampering.looks import Note, reflection, watch_equality
from runner.tampering.rules import (
    BY_ITSELF,
    BY_WHOMEVER,
    EVENTS,
    FRAMES_OF,
    HELPERS,
    HIDDEN,
    PROGRAMS,
    RELIED_ON,
    is_database,
    opens,
)

__all__ = ["Tampering", "arm", "reflection", "watch", "watch_equality"]

_RUNNER = str(Path(__file__).resolve().parent.parent) + os.sep
_LIBRARIES = (
    *(
        os.path.realpath(path) + os.sep
        for name in ("stdlib", "platstdlib", "purelib", "platlib")
        if (path := sysconfig.get_path(name))
    ),
    "<frozen ",
)


class Tampering(RuntimeError):
    """What was tried is refused while an answer is marked."""


def _make() -> tuple[Callable[[Iterable[ModuleType]], None], Callable[..., None]]:
    """The two functions below, with what they share out of reach of everybody else."""
    note: Note | None = None
    ours: tuple[str, ...] = (_RUNNER,)
    course = ""
    spared: tuple[str, ...] = ()
    network: frozenset[int] = frozenset()
    programs = False
    busy = threading.local()
    watched: set[int] = set()
    kept: list[object] = []
    getframe = sys._getframe

    def kind(code: CodeType) -> str:
        name = code.co_filename
        if name.startswith(ours):
            return "ours"
        if name.startswith(_LIBRARIES):
            return "library"
        return "generated" if name.startswith("<") else "answer"

    def nearest(frame: FrameType | None) -> bool:
        """Whether the answer is behind this, through whatever library."""
        generated = False
        while frame is not None:
            match kind(frame.f_code):
                case "ours":
                    return False
                case "answer":
                    return True
                case "generated":
                    generated = True
                case _ if frame.f_code.co_filename.endswith("linecache.py"):
                    return False  # reads source to show a traceback
            frame = frame.f_back
        return generated

    def itself(frame: FrameType | None) -> bool:
        """Whether the answer's own code does this, or has a mere helper do it."""
        while frame is not None:
            code = frame.f_code
            found = kind(code)
            if found != "library":
                return found in {"answer", "generated"}
            helps = code.co_filename.endswith(HELPERS) or (
                code.co_name in {"<module>", "walk_tb", "walk_stack", "_call_with_frames_removed"}
            )
            if not helps:
                return False
            frame = frame.f_back
        return False

    def guilty(event: str, args: tuple[Any, ...], frame: FrameType) -> str:
        """What the answer does, in half a sentence; empty where that is nothing."""
        if event == "import":
            root = str(args[0]).partition(".")[0]
            return f"imports {args[0]}" if root in HIDDEN and nearest(frame) else ""
        if event == "open":
            return opens(args[0], course, spared) if nearest(frame) else ""
        if event in BY_ITSELF:
            return BY_ITSELF[event] if itself(frame) else ""
        if event.startswith("socket.") and is_database(args, network):
            return ""
        if event == "os.kill" and args[0] == os.getpid():
            return ""  # ends only itself
        if event == "os.kill" and args[1] == 0:
            return ""  # asks whether a process is there
        if event in PROGRAMS and programs:
            return ""
        what = BY_WHOMEVER.get(event, f"uses ctypes ({event})")
        return what if nearest(frame) else ""

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event not in EVENTS and event[:7] != "ctypes.":
            return
        if event == "object.__getattr__" and args[1] not in FRAMES_OF:
            return  # f_code, above all: as often as not our own question
        if note is None or getattr(busy, "now", False):
            return
        busy.now = True
        try:
            what = guilty(event, args, getframe(1))
            if what:
                note(what)
        finally:
            busy.now = False
        if what:
            raise Tampering(f"{what}: not while an answer is marked")

    def changed(what: str) -> None:
        if note is None or getattr(busy, "now", False):
            return
        busy.now = True
        try:
            if itself(getframe(2)):
                note(what)
        finally:
            busy.now = False

    def on_dict(event: int, namespace: int, key: int | None, _value: int | None) -> int:
        if note is not None and key and event <= _DELETED:
            name = ctypes.cast(key, ctypes.py_object).value
            if name == "__warningregistry__":
                return 0  # a warning that was shown leaves it there
            if namespace != modules or str(name).partition(".")[0] in RELIED_ON:
                changed(f"replaces {names.get(namespace, '?')}.{name}")
        return 0

    def on_type(cls: Any) -> int:
        changed(f"changes the class {cls.__module__}.{cls.__qualname__}")
        return 0

    modules = id(sys.modules)
    names = {modules: "sys.modules"}
    dict_watcher = type_watcher = None

    def watch(relied_on: Iterable[ModuleType]) -> None:
        nonlocal dict_watcher, type_watcher
        api = ctypes.pythonapi
        if dict_watcher is None:
            kept.extend((_OnDict(on_dict), _OnType(on_type)))
            dict_watcher = api.PyDict_AddWatcher(kept[0])
            type_watcher = api.PyType_AddWatcher(kept[1])
            # The interpreter's own end takes these functions away before the modules.
            atexit.register(api.PyDict_ClearWatcher, dict_watcher)
            atexit.register(api.PyType_ClearWatcher, type_watcher)
            api.PyDict_Watch(dict_watcher, ctypes.py_object(sys.modules))
        for module in relied_on:
            namespace = module.__dict__
            if id(namespace) not in watched:
                watched.add(id(namespace))
                kept.append(namespace)  # its id must stay its own
                names[id(namespace)] = module.__name__
                api.PyDict_Watch(dict_watcher, ctypes.py_object(namespace))
            for cls in list(namespace.values()):
                if isinstance(cls, type) and id(cls) not in watched and _is_mutable(cls):
                    watched.add(id(cls))
                    kept.append(cls)
                    api.PyType_Watch(type_watcher, ctypes.py_object(cls))

    def arm(
        tell: Note,
        *,
        checks: Iterable[Path],
        root: Path,
        given: Path,
        ports: Iterable[int],
        starts: bool,
    ) -> None:
        nonlocal note, ours, course, spared, network, programs
        ours = (_RUNNER, *map(str, checks))
        course = str(root) + os.sep
        spared = (str(given), _RUNNER, *_LIBRARIES)
        network = frozenset(ports)
        programs = starts
        sys.addaudithook(hook)
        hide_modules(lambda name: hook("import", (name,)), busy)
        note = tell

    return watch, arm


_DELETED = 2
"""Of CPython's dictionary events: added 0, modified 1, deleted 2; the others are no change."""
_OnDict = ctypes.PYFUNCTYPE(
    ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p
)
_OnType = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object)


def _is_mutable(cls: type) -> bool:
    return bool(cls.__flags__ & 1 << 9)  # a heap type; the others cannot be changed anyway


_watch, _arm = _make()


def watch(*more: ModuleType) -> None:
    """Watch the modules that checks rely on; in the parent, once they are all imported.

    Nothing is told before `arm`.

    Args:
        more: the drill's own checks.
    """
    relied_on = [
        module
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] in RELIED_ON and isinstance(module, ModuleType)
    ]
    _watch([*relied_on, *more])


def arm(
    tell: Note,
    *,
    checks: Iterable[Path],
    root: Path,
    given: Path,
    ports: Iterable[int],
    starts: bool,
) -> None:
    """Begin to tell; in the child, right before the answer is loaded.

    Args:
        tell: the parent.
        checks: files of checks: what they do is ours.
        root: the course, whose files are not for answers.
        given: what of it is: the stub.
        ports: TCP ports of the database.
        starts: whether the drill's answers are to start programs.
    """
    hide_roots()
    _arm(tell, checks=checks, root=root, given=given, ports=ports, starts=starts)
