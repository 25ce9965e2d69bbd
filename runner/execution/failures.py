"""What a learner reads about a check that did not pass.

Turns the exception that ended a check into a status, a message (what was observed, then the
rule), a detail, and the learner's own line.
"""

from __future__ import annotations

import ast
import difflib
import linecache
import os
import site
import traceback
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from runner.execution.answer import Answer
from runner.words import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from runner.model import CheckStatus

_OURS = Path(__file__).parent.parent
_LIBRARIES = [Path(os.__file__).parent, *map(Path, site.getsitepackages())]
_DETAIL_LENGTH = 4_000
_MESSAGE_LENGTH = 1_000


def describe(error: BaseException, *, answer: Path, checks: Path, stub: Path) -> dict[str, Any]:
    """What to report about a check that ended with `error`.

    Args:
        error: what ended it.
        answer: the private copy of the answer, a file or a folder.
        checks: the file of the check.
        stub: the drill's own stub, for the signatures that the task asks for.

    Returns:
        `status`, `message`, `detail` and `line`, for a `CheckResult`.
    """
    frames = list(_own_frames(error.__traceback__, answer))
    try:
        status, message, detail = _read(error, frames, answer, stub)
    except BaseException as unreadable:  # an error of the answer's makes its text itself
        status, message, detail = "error", _unreadable(error, unreadable), ""
    if status == "error" and not (frames or detail):  # a bug of the check's, or what it was given
        detail = _trace(list(_own_frames(error.__traceback__, checks))[-1:])
    # Where the copy lies is nobody's business, and is no place to look for a missing file.
    copied = f"{answer.parent}{os.sep}"
    return {
        "status": status,
        "message": _cut(message.replace(copied, ""), _MESSAGE_LENGTH),
        "detail": _cut(detail.replace(copied, ""), _DETAIL_LENGTH),
        "line": _last_line(frames),
    }


def _unreadable(error: BaseException, why: BaseException) -> str:
    return f"your code raised {type(error).__name__}, whose text raises {type(why).__name__}"


def _read(
    error: BaseException, frames: list[tuple[str, int, str]], answer: Path, stub: Path
) -> tuple[CheckStatus, str, str]:
    name = type(error).__name__
    if isinstance(error, AssertionError) and not (frames and _is_not_the_checks(error, answer)):
        message, _, detail = str(error).partition("\nassert ")
        message, _, rest = message.partition("\n")
        detail = "\n".join(part for part in (rest, detail and f"assert {detail}") if part)
        return "failed", message or "a check failed without a message", detail
    if name == "Failed" and type(error).__module__.startswith("_pytest"):
        message, _, detail = str(error).partition("\n")
        return "failed", message, detail
    if name in {"Skipped", "XFailed"} or (name == "Exit" and "pytest" in type(error).__module__):
        return "skipped", f"the check was left with pytest's {name}: only a pass counts", ""
    if isinstance(error, NotImplementedError) and _raised_inside(error, answer):
        where = _function_of(error, answer)
        return "failed", f"{where or 'this part'} is not written yet: it raises {name}", ""
    if isinstance(error, MemoryError):
        return "memory", "the answer asked for more memory than the drill allows", ""
    if isinstance(error, RecursionError):
        message = "a function calls itself without end (RecursionError)"
        return "error", message, _trace(frames[-3:])
    if isinstance(error, SystemExit):
        return "error", f"the answer called sys.exit({error.code!r}): return or raise instead", ""
    if isinstance(error, KeyboardInterrupt):
        return "error", "the answer raised KeyboardInterrupt", ""
    if isinstance(error, AttributeError) and _is_of_the_answer(error.obj, answer):
        return _missing_name(error, answer)
    if isinstance(error, TypeError) and not _raised_inside(error, answer):
        wanted = _wanted_signature(str(error), stub)
        if wanted:
            return "error", str(error), f"The task asks for:  {wanted}"
    what = _with_pythons_guess(error) or one_line(f"{name}: {error}" if str(error) else name)
    by = "your code raised" if frames else "the check met"
    return "error", f"{by} {what}", _trace(frames) if len(frames) > 1 else ""


def _is_of_the_answer(thing: object, answer: Path) -> bool:
    """Whether it is the answer, or a module of its."""
    if isinstance(thing, ModuleType):
        return _is_own(Path(getattr(thing, "__file__", None) or ""), answer)
    return isinstance(thing, Answer)


def _with_pythons_guess(error: BaseException) -> str:
    """An error about a name as Python shows it: “Did you mean: 'connect'?”"""
    if type(error) not in {AttributeError, NameError, UnboundLocalError, ImportError}:
        return ""
    said = traceback.TracebackException.from_exception(error).format_exception_only()
    return one_line(next(said))


def _missing_name(error: AttributeError, answer: Path) -> tuple[CheckStatus, str, str]:
    message = f"{answer.name} has no “{error.name}”"
    close = difflib.get_close_matches(error.name or "", [n for n in dir(error.obj) if n[0] != "_"])
    if close:
        message += f": did you mean “{close[0]}”? The brief's name is needed"
    return "error", message, ""


def _own_frames(tb: TracebackType | None, answer: Path) -> Iterator[tuple[str, int, str]]:
    """(file, line number, text) of the learner's own frames, outermost first."""
    for frame, number in traceback.walk_tb(tb):
        file = Path(frame.f_code.co_filename)
        if _is_own(file, answer):
            yield _shown(file, answer), number, linecache.getline(str(file), number).strip()


def _is_own(file: Path, answer: Path) -> bool:
    return file == answer or answer in file.parents


def _shown(file: Path, answer: Path) -> str:
    return file.name if file == answer else file.relative_to(answer).as_posix()


def _raised_inside(error: BaseException, answer: Path) -> bool:
    return _is_own(_raised_in(error), answer)


def _raised_in(error: BaseException) -> Path:
    """The file that an exception began its way in; one that was never raised began nowhere."""
    files = [frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__)]
    return Path(files[-1] if files else "")


def _is_not_the_checks(error: BaseException, answer: Path) -> bool:
    """Whether an assertion is the answer's own, or one of a library that the answer has called."""
    last = _raised_in(error)
    is_library = any(folder in last.parents for folder in _LIBRARIES)
    return _is_own(last, answer) or (is_library and _OURS not in last.parents)


def _function_of(error: BaseException, answer: Path) -> str:
    for frame, _ in reversed(list(traceback.walk_tb(error.__traceback__))):
        if _is_own(Path(frame.f_code.co_filename), answer):
            return f"{frame.f_code.co_qualname}()"
    return ""


def _last_line(frames: list[tuple[str, int, str]]) -> str:
    if not frames:
        return ""
    file, number, text = frames[-1]
    return f"{file}:{number}: {text}"


def _trace(frames: list[tuple[str, int, str]]) -> str:
    return "\n".join(f"{file}:{number}: {text}" for file, number, text in frames[-8:])


def _wanted_signature(message: str, stub: Path) -> str:
    """The stub's signature of the function that a TypeError complains about."""
    owner, _, function = message.partition("(")[0].rpartition(".")
    if not stub.is_file():
        return ""
    within: ast.AST | None = ast.parse(stub.read_text(encoding="utf-8"))
    for name in filter(None, owner.split(".")):
        within = _defined(within, name, ast.ClassDef)
    node = _defined(within, function, ast.FunctionDef, ast.AsyncFunctionDef)
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return ""
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{function}({ast.unparse(node.args)}){returns}"


def _defined(within: ast.AST | None, name: str, *kinds: type[ast.stmt]) -> ast.AST | None:
    """What bears a name in the body of a module or a class."""
    body = getattr(within, "body", ())
    return next((x for x in body if isinstance(x, kinds) and getattr(x, "name", "") == name), None)


def describe_load(error: BaseException, *, answer: Path) -> dict[str, Any]:
    """What to report about an answer that cannot be loaded at all.

    Args:
        error: what importing it raised.
        answer: the private copy of the answer.

    Returns:
        `message`, `detail` and `line`.
    """
    if isinstance(error, SyntaxError):
        text = (error.text or "").rstrip("\n")
        pointer = " " * max((error.offset or 1) - 1, 0) + "^" if text else ""
        where = f"{answer.name}:{error.lineno}" if error.lineno else answer.name
        return {
            "message": f"{where} is not valid Python: {error.msg}",
            "detail": f"{text}\n{pointer}".strip("\n"),
            "line": f"{where}: {text.strip()}" if text else "",
        }
    frames = list(_own_frames(error.__traceback__, answer))
    try:
        what = _read_at_import(error)
    except BaseException as unreadable:
        what = _unreadable(error, unreadable)
    return {
        "message": _cut(f"{answer.name} cannot be imported: {what}", _MESSAGE_LENGTH),
        "detail": _cut(_trace(frames), _DETAIL_LENGTH),
        "line": _last_line(frames),
    }


def _read_at_import(error: BaseException) -> str:
    if isinstance(error, NotImplementedError):
        return "it raises NotImplementedError outside a function"
    if isinstance(error, SystemExit):
        return f"it calls sys.exit({error.code!r})"
    if isinstance(error, MemoryError):
        return "it asks for more memory than the drill allows"
    return one_line(f"{type(error).__name__}: {error}")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
