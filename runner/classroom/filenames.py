"""Names of files that others made: which are noise, and how the odd ones are written down."""

from __future__ import annotations

import unicodedata
from fnmatch import fnmatchcase

from runner.workspace import KEPT

_NOISE = (
    ".*",  # .DS_Store, ._twins of macOS, .git, .venv, .traces, copies half made
    "__MACOSX",
    "__pycache__",
    "*.pyc",
    "Thumbs.db",
    "desktop.ini",
    "*~",
    "progress.db*",
    "*.backup*",
)
DEEPEST = 20
"""Folders below one another, at most: answers lie 3 to 5 deep, and the standard library copies
and removes folders by recursion."""
TOO_DEEP = f"lies more than {DEEPEST} folders deep"
_UNWRITABLE = {"Cc", "Cs", "Zl", "Zp"}  # control characters, lone surrogates, line separators


def is_noise(name: str) -> bool:
    """Whether a file or folder is none of the learner's making, or is kept from before.

    Args:
        name: its last part, as `Path.name` gives it.
    """
    return KEPT.fullmatch(name) is not None or any(fnmatchcase(name, each) for each in _NOISE)


def spelled(name: str) -> str:
    """Write a name or a path so that every terminal and every UTF-8 file carries it.

    Args:
        name: as the file system gave it; bytes that are no UTF-8 stand in it as surrogates.

    Returns:
        The same, in one Unicode form (NFC), with such bytes and control characters as escapes
        (`caf\\xe9`).
    """
    return unicodedata.normalize("NFC", "".join(map(_escaped, name)))


def _escaped(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # what `surrogateescape` makes of a byte
        return f"\\x{ord(character) - 0xDC00:02x}"
    if unicodedata.category(character) in _UNWRITABLE:
        return character.encode("unicode_escape").decode("ascii")
    return character
