"""What a drill's folder must hold: the rules that need nothing run."""

from __future__ import annotations

import ast
import math
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from runner.course.tomls import KEYS
from runner.errors import DrillError
from runner.model import Check, Drill

type Needs = Mapping[str, Sequence[str]]
"""The name of each drill -> the names of those to do before it."""

_NAMES = {"README.md", "drill.toml", "checks.py", "right", "wrong"}
_IGNORED = {"__pycache__"}
HINT_DEPTHS = 3
UNFILLED = "TODO(author)"
"""What the skeleton of a new drill says where its author has to write."""


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """What a file in `wrong/` says of itself."""

    path: Path
    misconception: str
    fails: str
    says: str


def shipped(drill: Drill, folder: str) -> list[Path]:
    """The answers in `right/` or `wrong/`, in the order of their names."""
    suffix = "" if drill.is_folder else ".py"
    return sorted(
        path
        for path in (drill.path / folder).glob(f"*{suffix}")
        if path.name not in _IGNORED and path.is_dir() == drill.is_folder
    )


def read_wrong(path: Path) -> WrongAnswer:
    """Read a wrong answer's misconception, FAILS and SAYS without running it.

    Args:
        path: the file, or the folder, whose `__init__.py` says it.

    Raises:
        DrillError: one of them is missing.
    """
    source = path / "__init__.py" if path.is_dir() else path
    try:
        tree = ast.parse(source.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError) as error:
        raise DrillError(f"{source} cannot be read: {error}") from None
    said = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }
    misconception = (ast.get_docstring(tree) or "").partition("\n")[0]
    missing = [name for name in ("FAILS", "SAYS") if not said.get(name)]
    if not misconception:
        missing.insert(0, "a docstring that names the misconception")
    if missing:
        raise DrillError(f"{source} lacks {', '.join(missing)}")
    return WrongAnswer(path, misconception, said["FAILS"], said["SAYS"])


def problems(drill: Drill, needs: Needs) -> Iterator[str]:
    """What is missing from a drill's folder, or does not belong there.

    Args:
        drill: the drill.
        needs: of all drills.

    Yields:
        One sentence per problem.
    """
    yield from _files(drill)
    yield from _unfilled(drill)
    yield from _brief(drill)
    try:
        yield from _toml(drill, needs)
    except DrillError as error:
        yield str(error)


def problems_of_checks(drill: Drill, checks: Sequence[Check]) -> Iterator[str]:
    """What does not fit between a drill's checks and what refers to them.

    Args:
        drill: the drill.
        checks: its collected checks.

    Yields:
        One sentence per problem.
    """
    functions = {check.function for check in checks}
    listed = declared(drill.checks)
    for name, times in Counter(name for name, _ in listed).items():
        if times > 1:
            yield f"checks.py: {times} checks are called {name}: only the last of them is run"
    try:
        details = drill.details
    except DrillError:
        return  # said already
    yield from _hints(drill, functions)
    for check in checks:
        if check.task is None:
            yield f"checks.py: {check.name} has no @pytest.mark.task(NUMBER)"
        # What a check without a docstring is called; its database may follow in brackets.
        if check.title.partition(" (")[0] == check.function.replace("_", " "):
            yield f"checks.py: {check.name} has no docstring: a learner reads its first line"
    for name in details["holds_before_work"]:
        if name not in functions:
            yield f"drill.toml: holds_before_work names no check: {name}"
    yield from problems_of_grading(drill, listed)
    for path in shipped(drill, "wrong"):
        try:
            wrong = read_wrong(path)
        except DrillError as error:
            yield str(error)
            continue
        if wrong.fails not in functions:
            yield f"wrong/{path.name}: FAILS names no check: {wrong.fails}"


def declared(checks: Path) -> list[tuple[str, str]]:
    """What a file of checks declares, in order, without running it.

    Returns:
        Each check's name, and its task as text; empty where it has none, or the file is broken.
    """
    try:
        module = ast.parse(checks.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return []  # told by whoever runs it
    return [
        (node.name.removeprefix("test_"), _task_of(node))
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    ]


def _task_of(check: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    for mark in check.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.task":
            return ", ".join(map(ast.unparse, mark.args))
    return ""


def problems_of_grading(drill: Drill, checks: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What is wrong with the `[grading]` of `drill.toml`, from which points are counted.

    Args:
        drill: the drill.
        checks: what `declared` gives of its checks, and of the instructor's own.

    Yields:
        One sentence per problem.
    """
    grading = drill.grading
    if not isinstance(grading, dict):
        yield "drill.toml: [grading] must be a table"
        return
    switches = ("all_or_nothing", "child_per_check", "starts_programs")
    known = {*switches, "points", "task_points"}
    for name in sorted(set(grading) - known):
        yield f"drill.toml: [grading] has no {name}"
    for name in switches:
        if not isinstance(grading.get(name, False), bool):
            yield f"drill.toml: [grading] {name} must be true or false"
    known = {
        "points": ("check", {name for name, _ in checks}),
        "task_points": ("task", {task for _, task in checks}),
    }
    for key, (kind, names) in known.items():
        given = grading.get(key, {})
        if not isinstance(given, dict):
            yield f"drill.toml: [grading.{key}] must be a table: {kind} = points"
            continue
        for name, points in given.items():
            if name not in names:
                yield f"drill.toml: [grading.{key}] names no {kind}: {name}"
            if not _is_amount(points):
                yield f"drill.toml: [grading.{key}] {name} must be 0 or more, found {points!r}"


def _is_amount(points: object) -> bool:
    if isinstance(points, bool) or not isinstance(points, int | float):
        return False
    return 0 <= points < math.inf


def _files(drill: Drill) -> Iterator[str]:
    # The checks may never import all of a folder.
    for path in sorted(drill.file("exercise").rglob("*.py")):
        try:
            ast.parse(path.read_bytes())
        except (SyntaxError, ValueError) as error:
            yield f"{path.relative_to(drill.path).as_posix()} cannot be read: {error}"
    suffix = "" if drill.is_folder else ".py"
    wanted = _NAMES | {f"exercise{suffix}", f"solution{suffix}"}
    found = {path.name for path in drill.path.iterdir()} - _IGNORED
    for name in sorted(wanted - found):
        yield f"{name} is missing"
    for name in sorted(found - wanted):
        yield f"{name} does not belong in a drill's folder"
    for folder in ("right", "wrong"):
        answers = shipped(drill, folder)
        if not answers:
            yield f"{folder}/ holds no answer"
        for path in sorted((drill.path / folder).glob("*")):
            if path not in answers and path.name not in _IGNORED:
                yield f"{folder}/{path.name} does not belong there"


def _unfilled(drill: Drill) -> Iterator[str]:
    for path in sorted(drill.path.glob("*.*")):
        if path.is_file() and UNFILLED in path.read_text(encoding="utf-8", errors="replace"):
            yield f"{path.name} still has a {UNFILLED} from its skeleton"


def _brief(drill: Drill) -> Iterator[str]:
    readme = drill.path / "README.md"
    if not readme.exists():
        return
    try:
        text = readme.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        yield "README.md is not in UTF-8"
        return
    if "TODO" in text.replace(UNFILLED, ""):
        yield "README.md still has a TODO"
    if not text.startswith("# "):
        yield "README.md does not start with a title (# …)"
    if "## Task" not in text and "\n1. " not in text and "## 1" not in text:
        yield "README.md has no numbered tasks"


def _toml(drill: Drill, needs: Needs) -> Iterator[str]:
    for name in sorted(set(drill.details) - KEYS):
        yield f"drill.toml: there is no key {name}"
    if not drill.learnt:
        yield "drill.toml: learnt is missing: one line on what one can do afterwards"
    if not drill.details.get("sources"):
        yield "drill.toml: sources is missing"
    if not 1 <= drill.difficulty <= 5:
        yield f"drill.toml: difficulty is 1 to 5, found {drill.difficulty}"
    for name in drill.needs:
        if name not in needs:
            yield f"drill.toml: needs names no drill: {name}"
    if circle := _circle(drill.name, needs):
        yield f"drill.toml: needs goes round in a circle: {' → '.join(circle)}"


def _circle(name: str, needs: Needs) -> list[str]:
    """The shortest way from a drill over what it needs back to itself; empty where none is."""
    ways = deque([[name]])
    seen: set[str] = set()
    while ways:
        way = ways.popleft()
        for need in needs.get(way[-1], ()):
            if need == name:
                return [*way, name]
            if need not in seen:
                seen.add(need)
                ways.append([*way, need])
    return []


def _hints(drill: Drill, functions: set[str]) -> Iterator[str]:
    for name in sorted(functions - set(drill.hints)):
        yield f"drill.toml: [hints] has none for {name}"
    for name in sorted(set(drill.hints) - functions):
        yield f"drill.toml: [hints] names no check: {name}"
    for name, depths in drill.hints.items():
        if len(depths) != HINT_DEPTHS:
            yield f"drill.toml: {name} has {len(depths)} hints, {HINT_DEPTHS} are wanted"
