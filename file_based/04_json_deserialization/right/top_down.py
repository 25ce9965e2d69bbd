"""Match statements from the outside in; lines are decoded one by one in text mode."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from solution import *


def loads_strict(text: str | bytes) -> Any:
    """Keep the seen keys in a set."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise DuplicateKey(key)
            seen.add(key)
        return dict(pairs)

    def refuse(constant: str) -> None:
        raise ValueError(f"unexpected {constant}")

    if not isinstance(text, str):
        text = text.decode()
    try:
        return json.loads(
            text,
            object_pairs_hook=unique,
            parse_float=Decimal,
            parse_int=int,
            parse_constant=refuse,
        )
    except ArithmeticError as error:
        raise ValueError("a number without bounds") from error


def read_document(path: Path) -> Document:
    """Each tag decides what its content may be, before that is looked at."""
    try:
        found = _value(loads_strict(path.read_bytes()))
    except (TypeError, ArithmeticError, RecursionError) as error:
        raise ValueError(str(error)) from None
    match found:
        case Document():
            return found
        case other:
            raise ValueError(f"a {type(other).__name__} is no document")


def _value(value: Any) -> Any:
    match value:
        case {"$type": str(tag), "v": content, **rest} if not rest:
            return _tagged(tag, content)
        case {"$type": _}:
            raise ValueError("a broken tag")
        case dict():
            return {key: _value(item) for key, item in value.items()}
        case list():
            return [_value(item) for item in value]
        case _:
            return value


def _tagged(tag: str, content: Any) -> Any:
    match tag, content:
        case "date", str(text):
            return date.fromisoformat(text)
        case "decimal", str(text):
            return Decimal(text)
        case "tuple", list(items):
            return tuple(_value(items))
        case "Note", dict(fields):
            return Note(**_value(fields))
        case "Photo", dict(fields):
            return Photo(**_value(fields))
        case "Document", dict(fields):
            return Document(**_value(fields))
        case "date" | "decimal" | "tuple" | "Note" | "Photo" | "Document", _:
            raise ValueError(f"no {tag}: {content!r:.80}")
        case _:
            raise UnknownType(tag)


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Bad bytes come as surrogates, and encoding them again fails where they are."""
    with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if line.strip() == "":
                continue
            try:
                line.encode("utf-8")
                row = loads_strict(line)
            except (ValueError, RecursionError) as error:
                errors.append(LineError(number, str(error) or "too deep"))
                continue
            if isinstance(row, dict):
                yield row
            else:
                errors.append(LineError(number, "no object"))
