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
    ("runner.cluster",),
    ("runner.executors",),
    (
        "runner.verify",
        "runner.expected",
        "runner.ahead",
        "runner.warm",
        "runner.diagnosis",
        "runner.skeleton",
    ),
    ("runner.misconceptions",),
    ("runner.forked", "runner.marking"),
    ("runner.replies",),
    ("runner.checking",),
    ("runner.spawned",),
    ("runner.following", "runner.host"),
    ("runner.collected",),
    ("runner.listening",),
    ("runner.canaries",),
    ("runner.guarding",),
    ("runner.isolation", "runner.tampering"),
    ("runner.plugin",),
    ("runner.api",),
    ("runner.scratch", "runner.spares"),
    ("runner.templates", "runner.sandbox", "runner.channel", "runner.bench", "runner.failures"),
    ("runner.answer",),
    ("runner.databases",),
    ("runner.instruments",),
    ("runner.reviews",),
    ("runner.practices", "runner.quizzes"),
    ("runner.gradebook",),
    ("runner.attempts", "runner.traces", "runner.watching", "runner.marktable"),
    ("runner.records",),
    ("runner.sqlite_errors",),
    ("runner.submissions",),
    ("runner.layouts", "runner.manifests", "runner.unpacking"),
    ("runner.filenames",),
    ("runner.jobs",),
    ("runner.workspace", "runner.anatomy", "runner.glossary", "runner.editor"),
    ("runner.similarity", "runner.junit"),
    ("runner.catalog",),
    ("runner.marks", "runner.stored"),
    ("runner.model",),
    ("runner.seen", "runner.saving", "runner.immortal", "runner.tomls", "runner.temporary"),
    ("runner.charts", "runner.clock", "runner.errors", "runner.processes", "runner.words"),
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
    if _name(file) == "runner":
        return
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
