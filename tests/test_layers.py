"""Imports point downward only: a module of the runner imports none that stands above it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from runner.catalog import REPOSITORY

# From the top: what a person types, down to what knows nothing of anything else.
LAYERS = (
    ("runner.cli",),
    ("runner.group",),
    ("runner.commands",),
    ("runner.watch",),
    ("runner.render",),
    ("runner.grading",),
    ("runner.classroom.cluster",),
    ("runner.classroom.executors",),
    (
        "runner.verify",
        "runner.learner.expected",
        "runner.execution.ahead",
        "runner.execution.warm",
        "runner.diagnosis",
        "runner.course.skeleton",
    ),
    ("runner.classroom.misconceptions",),
    ("runner.forked", "runner.classroom.marking"),
    ("runner.execution.replies",),
    ("runner.checking",),
    ("runner.execution.spawned",),
    ("runner.execution.following", "runner.execution.host"),
    ("runner.execution.collected",),
    ("runner.execution.listening",),
    ("runner.execution.canaries",),
    ("runner.execution.guarding",),
    ("runner.isolation", "runner.tampering"),
    ("runner.plugin",),
    ("runner.api",),
    ("runner.execution.scratch", "runner.execution.spares"),
    (
        "runner.execution.templates",
        "runner.sandbox",
        "runner.execution.channel",
        "runner.execution.bench",
        "runner.execution.failures",
    ),
    ("runner.execution.answer",),
    ("runner.databases",),
    ("runner.instruments",),
    ("runner.learner.reviews",),
    ("runner.learner.practices", "runner.learner.quizzes"),
    ("runner.classroom.gradebook",),
    (
        "runner.learner.attempts",
        "runner.learner.traces",
        "runner.learner.watching",
        "runner.classroom.markserver",
    ),
    ("runner.records",),
    ("runner.learner.sqlite_errors",),
    ("runner.classroom.submissions",),
    ("runner.classroom.layouts", "runner.classroom.manifests", "runner.classroom.unpacking"),
    ("runner.classroom.filenames",),
    ("runner.classroom.jobs",),
    (
        "runner.workspace",
        "runner.course.anatomy",
        "runner.course.glossary",
        "runner.learner.editor",
    ),
    ("runner.classroom.similarity", "runner.junit"),
    ("runner.catalog",),
    ("runner.classroom.marks", "runner.stored"),
    ("runner.model",),
    (
        "runner.seen",
        "runner.plain",
        "runner.saving",
        "runner.classroom.immortal",
        "runner.course.naming",
        "runner.course.tomls",
        "runner.temporary",
    ),
    (
        "runner.charts",
        "runner.clock",
        "runner.errors",
        "runner.execution.reserve",
        "runner.processes",
        "runner.words",
    ),
)
MODULES = sorted((REPOSITORY / "runner").rglob("*.py"))


def _name(file: Path) -> str:
    parts = file.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _layer(module: str) -> int | None:
    for depth, layer in enumerate(LAYERS):
        if any(module == name or module.startswith(f"{name}.") for name in layer):
            return depth
    return None


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("runner"):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if _layer(name) is not None else node.module for name in names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("runner."))


@pytest.mark.parametrize("file", MODULES, ids=_name)
def test_imports_point_downward(file: Path) -> None:
    """A module imports from its own layer or from lower ones."""
    if file.name == "__init__.py" and not any(_imports(file)):
        return  # only says what the folder is
    own = _layer(_name(file))
    assert own is not None, f"{_name(file)} has no layer: give it one in LAYERS"
    upward = [name for name in _imports(file) if (_layer(name) or 0) < own and name != "runner"]
    assert upward == [], f"{_name(file)} imports upward"


@pytest.mark.parametrize("file", MODULES, ids=_name)
def test_module_has_one_job_and_says_it(file: Path) -> None:
    """Each module starts with a docstring, and stays short enough to read at a sitting."""
    text = file.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert len(text.splitlines()) <= 320
