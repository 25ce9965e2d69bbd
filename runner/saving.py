"""Write a report where a person wants it."""

from __future__ import annotations

from pathlib import Path

from runner.errors import UsageError


def save(file: str | Path, text: str) -> None:
    """Write a text as UTF-8.

    Args:
        file: its path.
        text: what stands in it.  What UTF-8 cannot carry, such as half of a surrogate pair in a
            file's name, is written as an escape.

    Raises:
        UsageError: there it cannot be written.
    """
    try:
        Path(file).write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise UsageError(
            f"cannot write {file}: {error.strerror}", mend="Name a file in a folder of yours."
        ) from None
