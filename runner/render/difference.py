"""The difference between two answers, each a file or a folder."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from click import style

from runner.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_IGNORED = {"__pycache__", ".DS_Store"}


def difference(answer: Path, reference: Path) -> list[str]:
    """Lines of a unified difference; none where both are the same.

    Args:
        answer: a file, or a folder where the reference is one.
        reference: likewise.

    Raises:
        SetupError: one of them cannot be read.
    """
    names = sorted(_names(answer) | _names(reference)) if reference.is_dir() else [""]
    return [line for name in names for line in _of_one(answer / name, reference / name, name)]


def coloured(diff: Sequence[str]) -> Iterator[str]:
    """The same lines, in the usual colours."""
    for line in diff:
        if line.startswith(("---", "+++")):
            yield style(line, bold=True)
        elif line.startswith("@@"):
            yield style(line, fg="cyan")
        elif line.startswith("-"):
            yield style(line, fg="red")
        else:
            yield style(line, fg="green") if line.startswith("+") else line


def _of_one(answer: Path, reference: Path, name: str) -> Iterator[str]:
    name = name or answer.name
    yield from unified_diff(
        _lines(answer), _lines(reference), f"yours/{name}", f"reference/{name}", lineterm=""
    )


def _names(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not _IGNORED & set(path.relative_to(folder).parts)
    }


def _lines(file: Path) -> list[str]:
    if not file.is_file():
        return []
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise SetupError(
            f"cannot read {file}: {error.strerror}", mend="Make it readable for you."
        ) from None
