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
import gc
import os
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from runner.tampering.hiding import hide_modules, hide_roots
from runner.tampering.holding import holding, make_room
from runner.tampering.looks import Note, reflection, watch_equality
from runner.tampering.plain import plain
from runner.tampering.rules import (
    BY_ANYBODY,
    BY_ITSELF,
    BY_WHOMEVER,
    EVENTS,
    FRAMES_OF,
    FROZEN,
    HIDDEN,
    IMPORTING,
    OURS,
    PROGRAMS,
    RELIED_ON,
    is_database,
    opens,
)
from runner.tampering.whose import LIBRARIES, RUNNER, file_of, package_of, whose

__all__ = ["Tampering", "arm", "reflection", "watch", "watch_equality"]

_IMPORT = "<frozen importlib"
_HIDING = str(Path(__file__).with_name("hiding.py"))


class Tampering(RuntimeError):
    """What was tried is refused while an answer is marked."""


def _make() -> tuple[Callable[[Iterable[ModuleType]], None], Callable[..., None]]:
    """The two functions below, with what they share out of reach of everybody else."""
    note: Note | None = None
    kind, nearest, itself = whose(())
    course = ""
    spared: tuple[str, ...] = ()
    network: frozenset[int] = frozenset()
    programs = False
    busy = threading.local()
    watched: set[int] = set()
    kept: list[object] = []
    getframe = sys._getframe

    def guilty(event: str, args: tuple[Any, ...], frame: FrameType) -> str:
        """What the answer does, in half a sentence; empty where that is nothing."""
        if event in BY_ANYBODY:
            return BY_ANYBODY[event]
        if event == "drills.import":
            return f"imports {plain(args[0])}" if nearest(frame.f_back) else ""
        if event == "drills.uninstall":
            return "turns off the log of SQL" if nearest(frame.f_back) else ""
        if event == "import":
            name = plain(args[0])
            if name.partition(".")[0] in HIDDEN and nearest(frame):
                return f"imports {name}"
            native = plain(args[1]) if len(args) > 1 else ""
            return "loads native code" if native and not native.startswith(LIBRARIES) else ""
        if event == "compile":
            pretends = kind(plain(args[1])) in {"ours", "library"}
            return "gives code the name of another file" if pretends and itself(frame) else ""
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

    def imports(frame: FrameType | None, *functions: str) -> bool:
        """Whether this is the import system itself, in one of these functions."""
        if frame is None or id(frame.f_globals) not in watched:
            return False
        return file_of(frame).startswith(_IMPORT) and frame.f_code.co_name in functions

    def may(frame: FrameType, owners: set[str], *, adds: bool) -> bool:
        """Whether the code of a frame may change what these packages hold."""
        file = file_of(frame)
        if file == _HIDING:
            return True
        # A function can be made from a library's code and other globals: that is not the library.
        is_genuine = id(frame.f_globals) in watched
        match kind(file):
            case "ours":  # a check's own doing, or of what it calls: `time.tzset()`
                return not nearest(frame.f_back) or (is_genuine and bool(owners & OURS))
            case "library" if file.startswith(_IMPORT):
                loads = imports(frame.f_back, "create_module")  # one in C, which adds itself
                return is_genuine and adds and (loads or imports(frame, *IMPORTING))
            case "library":
                return is_genuine and package_of(file) in {"_pytest", *owners}
            case _:
                return False

    def changed(what: str, owners: set[str], *, adds: bool = False) -> None:
        """Somebody changes what these packages hold: tell, unless it is one of them."""
        if note is None or getattr(busy, "now", False):
            return
        busy.now = True
        trusted = False
        try:
            trusted = may(getframe(2), owners, adds=adds)
        finally:
            if not trusted:
                note(what)
            busy.now = False

    def on_dict(event: int, namespace: int, key: int | None, value: int | None) -> int:
        if event > _CLEARED or namespace not in names:
            return 0
        module = names[namespace]
        name = ctypes.cast(key, ctypes.py_object).value if key else None
        is_text = type(name) is str  # another class would answer for it, and may lie or raise
        if is_text:
            hold(namespace, name, value)
        if module is None:  # of a class, whose watcher tells
            return 0
        if event > _DELETED:
            changed(f"replaces all of {module}", set())
            return 0
        if not is_text:
            changed(f"replaces a name in {module}", set())
            return 0
        if note is None:
            return 0
        if namespace == modules:
            root = name.partition(".")[0]
            if root in RELIED_ON:
                changed(f"replaces sys.modules.{name}", {root}, adds=event != _MODIFIED)
        elif name != "__warningregistry__":  # a warning that was shown leaves it there
            owners = {module.partition(".")[0]}
            changed(f"replaces {module}.{name}", owners, adds=event == _ADDED)
        return 0

    def on_type(cls: Any) -> int:
        # A change of a class is one of all its subclasses.
        owners = {str(base.__module__).partition(".")[0] for base in type.mro(cls)}
        counts = "_frozen_importlib_external" in owners  # the import system, in its own class
        changed(f"changes the class {cls.__module__}.{cls.__qualname__}", owners, adds=counts)
        return 0

    hold = holding()
    modules = id(sys.modules)
    names: dict[int, str | None] = {modules: "sys.modules"}
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
            make_room(sys.modules)
            api.PyDict_Watch(dict_watcher, ctypes.py_object(sys.modules))
        for module in relied_on:
            namespace = module.__dict__
            namespace.setdefault("__warningregistry__", {})  # nothing is added by a warning
            if id(namespace) not in watched:
                watched.add(id(namespace))
                kept.append(namespace)  # its id must stay its own
                names[id(namespace)] = module.__name__
                make_room(namespace)
                api.PyDict_Watch(dict_watcher, ctypes.py_object(namespace))
            for cls in list(namespace.values()):
                if isinstance(cls, type) and id(cls) not in watched and _is_mutable(cls):
                    watched.add(id(cls))
                    kept.append(cls)
                    with suppress(Exception):
                        _ = cls.__annotations__  # who asks first changes the class
                    api.PyType_Watch(type_watcher, ctypes.py_object(cls))
                    if sys.version_info < (3, 13):
                        # There the watcher is told when the old value is gone, but is found yet.
                        [attributes] = gc.get_referents(cls.__dict__)
                        names[id(attributes)] = None
                        api.PyDict_Watch(dict_watcher, ctypes.py_object(attributes))

    def arm(
        tell: Note,
        *,
        checks: Iterable[Path],
        root: Path,
        given: Path,
        ports: Iterable[int],
        starts: bool,
    ) -> None:
        nonlocal note, kind, nearest, itself, course, spared, network, programs
        kind, nearest, itself = whose(checks)
        course = str(root) + os.sep
        # The interpreter's own folder may lie in the course: the README's `.venv` does.
        spared = (str(given), RUNNER, *LIBRARIES, sys.prefix + os.sep)
        network = frozenset(ports)
        programs = starts
        sys.addaudithook(hook)
        hide_modules()
        # Where no stack or memory is left to our own watcher, it dies unheard and the change stays:
        # then the C library ends the process.  It comes second, so that what is seen is told first.
        api = ctypes.pythonapi
        ends = ctypes.cast(ctypes.CDLL(None).abort, ctypes.c_void_p)
        last_word = api.PyDict_AddWatcher(ends)
        for name in FROZEN & sys.modules.keys():
            api.PyDict_Watch(last_word, ctypes.py_object(sys.modules[name].__dict__))
        note = tell

    return watch, arm


_ADDED, _MODIFIED, _DELETED, _CLEARED = 0, 1, 2, 4
"""CPython's dictionary events: added 0, modified 1, deleted 2; filled 3 or cleared 4 as a whole."""
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
