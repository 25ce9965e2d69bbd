"""Read JSON strictly: one text, one document, many lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any


class DuplicateKey(ValueError):
    """An object has a key twice.  Given: nothing to do here."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the key {key!r} stands twice in one object")
        self.key = key


class UnknownType(ValueError):
    """A "$type" that this program does not know.  Given."""

    def __init__(self, tag: str) -> None:
        super().__init__(f"no type has the tag {tag!r}")
        self.tag = tag


@dataclass(frozen=True)
class LineError:
    """A line that could not be read.  Given."""

    number: int
    """From 1."""
    message: str


@dataclass(frozen=True)
class Note:
    """A part of a document.  Given."""

    text: str
    day: date


@dataclass(frozen=True)
class Photo:
    """Another part of a document.  Given."""

    file: str
    size: tuple[int, int]
    price: Decimal


@dataclass(frozen=True)
class Document:
    """What a document file holds.  Given."""

    title: str
    parts: list[Note | Photo]
    extra: dict[str, Any]


def loads_strict(text: str | bytes) -> Any:
    """Parse JSON and accept nothing that is doubtful.

    Args:
        text: JSON, as text or as the bytes of a UTF-8 file.

    Returns:
        None, bool, int, str, list, dict, and a Decimal for every number with a point or an
        exponent.

    Raises:
        DuplicateKey: An object has a key twice.
        ValueError: It is not strict JSON; NaN and Infinity are not. Or there is a number in it
            that no Decimal can hold. Errors in the text are a
            `json.JSONDecodeError`, bytes that are no UTF-8 a `UnicodeDecodeError`. A byte order
            mark at the start is an error, too.
    """
    # TODO task 1: duplicate keys, NaN and Infinity.
    # TODO task 2: exact numbers.
    # TODO task 3: bytes.
    raise NotImplementedError


def read_document(path: Path) -> Document:
    """Read a document from a file in the format of the brief.

    Args:
        path: The file.

    Returns:
        The document, with its notes, photos, dates, decimals and tuples.

    Raises:
        UnknownType: There is a tag in it that is not in the brief. Nothing has been imported.
        ValueError: It is not strict JSON, or no document in this format, or nested too deeply.
    """
    # TODO task 4
    raise NotImplementedError


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Read the rows of a file with one JSON object on each line.

    Args:
        path: The file. It may be larger than the memory.
        errors: Gets one LineError for each line that is no strict JSON object in UTF-8, whatever
            is wrong with it, too deep a nesting included. Lines of white space are no errors,
            but they are counted.

    Yields:
        The row of each good line, as `loads_strict` reads it.
    """
    # TODO task 5
    raise NotImplementedError
