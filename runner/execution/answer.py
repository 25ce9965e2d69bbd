"""Load an answer, and note the calls that checks make to it."""

from __future__ import annotations

import functools
import importlib.util
import inspect
import re
import reprlib
import shutil
import sys
import textwrap
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from runner.instruments.sqllog import paused
from runner.words import cut_inside

_ARGUMENTS_LENGTH = 160
_HANDLES = {"AsyncEngine", "Engine", "async_sessionmaker", "sessionmaker"}
"""Of SQLAlchemy's: what they are made with is of no interest, and takes two lines."""
MODULE = "exercise"
"""The name that every answer is loaded under."""


class Answer:
    """The learner's module, as checks see it: the same names, with calls noted.

    Plain functions are wrapped so that a failed check can show what was called and what came
    back; everything else (classes, constants) is handed on as it is.
    """

    def __init__(
        self, module: ModuleType, seen: Callable[[object], None] = lambda value: None
    ) -> None:
        object.__setattr__(self, "_module", module)
        object.__setattr__(self, "_calls", deque(maxlen=3))
        object.__setattr__(self, "_seen", seen)

    def __getattr__(self, name: str) -> Any:
        try:
            value = getattr(self._module, name)
        except AttributeError:
            raise AttributeError(name=name, obj=self) from None
        if isinstance(value, FunctionType):
            return _noting(value, self._calls, self._seen)
        return value

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._module, name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._module, name)

    def __dir__(self) -> list[str]:
        return dir(self._module)


def calls_of(answer: object) -> list[str]:
    """The last calls to the answer since the last time this was asked, oldest first."""
    if not isinstance(answer, Answer):
        return []
    noted = list(answer._calls)
    answer._calls.clear()
    return noted


def _noting(function: FunctionType, calls: deque[str], seen: Callable[[object], None]) -> Any:
    def shown(args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """The call, with arguments as they are before it: it may change them."""
        values = [*map(show, args), *(f"{key}={show(value)}" for key, value in kwargs.items())]
        return f"{function.__name__}({cut_inside(', '.join(values), _ARGUMENTS_LENGTH)})"

    def failed(error: BaseException) -> str:
        # A check that expects another exception swallows this one, and its place with it.
        own = function.__code__.co_filename
        lines = [
            number
            for frame, number in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename == own
        ]
        place = f" in line {lines[-1]}" if lines else ""
        said = ""
        with suppress(Exception):  # the learner's own class may say nothing
            said = str(error)[:200]
        return textwrap.shorten(f"raised {type(error).__name__}{place}{said and f': {said}'}", 160)

    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def awaited(*args: Any, **kwargs: Any) -> Any:
            call = shown(args, kwargs)
            try:
                value = await function(*args, **kwargs)
            except BaseException as error:
                calls.append(f"{call} {failed(error)}")
                raise
            seen(value)
            calls.append(f"{call} returned {show(value)}")
            return value

        return awaited

    @functools.wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        call = shown(args, kwargs)
        try:
            value = function(*args, **kwargs)
        except BaseException as error:
            calls.append(f"{call} {failed(error)}")
            raise
        seen(value)
        calls.append(f"{call} returned {show(value)}")
        return value

    return called


def show(value: object) -> str:
    """A short repr for a person: no addresses, no long strings.

    Args:
        value: anything, also an object whose repr raises.
    """
    if isinstance(value, Path):
        return f"Path('…/{value.name}')"
    if isinstance(value, str) and (url := _URL.match(value)):
        # Its password is nobody's business, and its folder says nothing.
        return repr(f"{url[1]}…{value.rpartition('/')[2] if url[1][:6] == 'sqlite' else ''}")
    if type(value).__name__ in _HANDLES and type(value).__module__.startswith("sqlalchemy."):
        return f"<{type(value).__name__}>"
    with paused():  # the repr of a mapped object may load what it shows
        return _SHORT.repr(value)


class _Short(reprlib.Repr):
    """Short, and with no address, however deep the object is."""

    def repr_instance(self, x: object, level: int) -> str:
        text = super().repr_instance(x, level)
        return f"<{type(x).__name__}>" if text.startswith("<") and " at 0x" in text else text

    def repr_Row(self, x: Any, level: int) -> str:
        """A `sqlite3.Row`, whose own repr is an address; SQLAlchemy's is a tuple."""
        if type(x).__module__ != "sqlite3":
            return self.repr_instance(x, level)
        pairs = zip(x.keys(), x, strict=True)
        return f"<Row {', '.join(f'{name}={self.repr1(cell, level)}' for name, cell in pairs)}>"


_URL = re.compile(r"((?:sqlite|postgresql)(?:\+\w+)?:/{2,4})")
_SHORT = _Short(maxstring=60, maxother=80, maxlist=6, maxtuple=8, maxdict=6)


def copy(answer: Path, into: Path) -> Path:
    """Copy an answer to where it will be loaded from.

    Args:
        answer: a Python file or a folder, under whatever name.
        into: the folder to make for it.

    Returns:
        The copy.  It keeps its name, which messages show; a file can also be imported as
        `exercise`.
    """
    into.mkdir(parents=True)
    if answer.is_dir():
        unwanted = shutil.ignore_patterns("__pycache__", "*.pyc")
        return Path(shutil.copytree(answer, into / answer.name, ignore=unwanted))
    private = Path(shutil.copyfile(answer, into / answer.name))
    if private.stem != MODULE:
        private.with_name(f"{MODULE}.py").symlink_to(private.name)
    return private


def load(path: Path, seen: Callable[[object], None] = lambda value: None) -> Answer | Path:
    """Import an answer under the module name `exercise`.

    Args:
        path: a Python file, or the folder of an answer of several files.
        seen: called with each value that a function of the answer returns.

    Returns:
        The module behind an `Answer`, or the folder itself: what is in there is the checks' to
        run.

    Raises:
        BaseException: whatever the answer raises while it is imported.
    """
    if path.is_dir():
        return path
    for name in (MODULE, "solution"):
        sys.modules.pop(name, None)
    loader = SourceFileLoader(MODULE, str(path))  # whatever its suffix is
    spec = importlib.util.spec_from_file_location(MODULE, path, loader=loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[MODULE] = module
    folder = str(path.parent)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    loader.exec_module(module)
    return Answer(module, seen)
