"""Write a report where a person wants it."""

from __future__ import annotations

from pathlib import Path

from runner.errors import UsageError


def require_no_program(file: str | Path) -> None:
    """A report is no Python file: who names one means an answer, and would lose it.

    Raises:
        UsageError: there is one.
    """
    if Path(file).suffix == ".py" and Path(file).exists():
        raise UsageError(
            f"{file} is a program, which would be lost", mend="Name another file for the report."
        )


def save(file: str | Path, text: str) -> None:
    """Write a text as UTF-8.

    Args:
        file: its path.
        text: what stands in it.  What UTF-8 cannot carry, such as half of a surrogate pair in a
            file's name, is written as an escape.

    Raises:
        UsageError: there it cannot be written.
    """
    require_no_program(file)
    try:
        Path(file).write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise UsageError(
            f"cannot write {file}: {error.strerror}", mend="Name a file in a folder of yours."
        ) from None
