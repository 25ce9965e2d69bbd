"""Tags are replaced while json parses, from the inside out."""

import json
from collections.abc import Iterator
from dataclasses import fields
from decimal import InvalidOperation
from pathlib import Path
from typing import Any

from solution import *

CLASSES = {cls.__name__: cls for cls in (Note, Photo, Document)}


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


class _Strict(json.JSONDecoder):
    def __init__(self, hook: Any) -> None:
        super().__init__(
            object_pairs_hook=hook, parse_float=_decimal, parse_constant=self.refuse_constant
        )

    @staticmethod
    def refuse_constant(text: str) -> None:
        raise ValueError(text)


def _dict(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [key for key, _ in pairs]
        raise DuplicateKey(next(key for key in keys if keys.count(key) > 1))
    return result


def _object(pairs: list[tuple[str, Any]]) -> Any:
    found = _dict(pairs)
    if "$type" not in found:
        return found
    try:
        tag, content = found.pop("$type"), found.pop("v")
    except KeyError as error:
        raise ValueError("a tag without content") from error
    if found:
        raise ValueError("a tag with too much in it")
    if tag == "date" and isinstance(content, str):
        return date.fromisoformat(content)
    if tag == "decimal" and isinstance(content, str):
        return _decimal(content)
    if tag == "tuple" and isinstance(content, list):
        return tuple(content)
    if isinstance(tag, str) and tag in CLASSES and isinstance(content, dict):
        cls = CLASSES[tag]
        if content.keys() != {field.name for field in fields(cls)}:
            raise ValueError(f"wrong fields for {tag}")
        return cls(**content)
    if isinstance(tag, str) and tag not in {"date", "decimal", "tuple", *CLASSES}:
        raise UnknownType(tag)
    raise ValueError(f"{content!r} does not fit {tag!r}")


def _text(data: str | bytes) -> str:
    text = str(data, "utf-8") if isinstance(data, bytes) else data
    if text.startswith("\ufeff"):
        raise json.JSONDecodeError("byte order mark", text, 0)
    return text


def loads_strict(text: str | bytes) -> Any:
    """A decoder without tags."""
    return _Strict(_dict).decode(_text(text))


def read_document(path: Path) -> Document:
    """A decoder with tags."""
    try:
        document = _Strict(_object).decode(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("too deep") from None
    if type(document) is not Document:
        raise ValueError("no document")
    return document


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Ask for one line after the other, and take any exception for a bad line."""
    number = 0
    with open(path, "rb") as file:  # noqa: PTH123  (the plain way)
        while line := file.readline():
            number += 1
            if line.isspace():
                continue
            try:
                row = loads_strict(line)
                if type(row) is not dict:
                    raise TypeError("not an object")
            except Exception as error:
                errors.append(LineError(number, f"{type(error).__name__}: {error}"))
                continue
            yield row
