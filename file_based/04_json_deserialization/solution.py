"""Read JSON strictly: one text, one document, many lines."""

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn


class DuplicateKey(ValueError):
    """An object has a key twice."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the key {key!r} stands twice in one object")
        self.key = key


class UnknownType(ValueError):
    """A "$type" that this program does not know."""

    def __init__(self, tag: str) -> None:
        super().__init__(f"no type has the tag {tag!r}")
        self.tag = tag


@dataclass(frozen=True)
class LineError:
    """A line that could not be read."""

    number: int
    """From 1."""
    message: str


@dataclass(frozen=True)
class Note:
    """A part of a document."""

    text: str
    day: date


@dataclass(frozen=True)
class Photo:
    """Another part of a document."""

    file: str
    size: tuple[int, int]
    price: Decimal


@dataclass(frozen=True)
class Document:
    """What a document file holds."""

    title: str
    parts: list[Note | Photo]
    extra: dict[str, Any]


def loads_strict(text: str | bytes) -> Any:
    """Parse JSON and accept nothing that is doubtful."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")  # json would guess the encoding, and skip a byte order mark
    return json.loads(
        text, object_pairs_hook=_unique, parse_float=_number, parse_constant=_no_constant
    )


def read_document(path: Path) -> Document:
    """Read a document from a file in the format of the brief."""
    try:
        document = _build(loads_strict(path.read_bytes()))
    except RecursionError as error:  # no ValueError, and not worth the end of a program
        raise ValueError(f"{path.name} is nested too deeply") from error
    if not isinstance(document, Document):
        raise ValueError(f"{path.name} holds a {type(document).__name__}, no Document")
    return document


def iter_json_lines(path: Path, errors: list[LineError]) -> Iterator[dict[str, Any]]:
    """Read the rows of a file with one JSON object on each line."""
    # Bytes: as text, one byte that is no UTF-8 would end the whole iteration.
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = loads_strict(line)
                if not isinstance(row, dict):
                    raise ValueError(f"a {type(row).__name__} is no row")
            except (ValueError, RecursionError) as error:
                errors.append(LineError(number, str(error)))
            else:
                yield row


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise DuplicateKey(key)
        result[key] = value
    return result


def _number(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation as error:  # no ValueError, and one line may not end a whole file
        raise ValueError(f"{digits:.40} is more than a Decimal can hold") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _build(value: Any) -> Any:
    """The value with its tags replaced by what they stand for."""
    if isinstance(value, list):
        return [_build(item) for item in value]
    if not isinstance(value, dict):
        return value
    built = {key: _build(item) for key, item in value.items()}
    if "$type" not in built:
        return built
    tag, content = built["$type"], built.get("v")
    if built.keys() != {"$type", "v"} or not isinstance(tag, str):
        raise ValueError(f"a tag has a text as $type, and v, and nothing else: {value}")
    if tag not in REGISTRY:
        raise UnknownType(tag)
    kind, make = REGISTRY[tag]
    if not isinstance(content, kind):  # tuple("ab") would not complain
        raise ValueError(f"the v of a {tag} is a {kind.__name__}, not {content!r}")
    try:
        return make(content)
    except (TypeError, ArithmeticError) as error:  # Decimal raises an ArithmeticError
        raise ValueError(f"{content!r} is no {tag}") from error


REGISTRY: dict[str, tuple[type, Callable[[Any], object]]] = {
    "date": (str, date.fromisoformat),
    "decimal": (str, Decimal),
    "tuple": (list, tuple),
    "Note": (dict, lambda fields: Note(**fields)),
    "Photo": (dict, lambda fields: Photo(**fields)),
    "Document": (dict, lambda fields: Document(**fields)),
}
"""All that a file can ask for: the type of its v, and what makes the value of it."""


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


def main(folder: Path) -> None:
    """Show what json accepts without a word, then the functions above."""
    print("1. json.loads takes all of these:")
    for text in ('{"paid": true, "paid": false}', "[NaN, 1e999]", "[0.1, 0.2]"):
        value = json.loads(text)
        note = f", whose sum is {sum(value)}" if value == [0.1, 0.2] else ""
        print(f"   {text:<30} -> {value}{note}")
    print("   loads_strict:")
    for text in ('{"paid": true, "paid": false}', "[NaN, 1e999]", "[0.1, 0.2]"):
        try:
            print(f"   {text:<30} -> the sum is {sum(loads_strict(text))}")
        except ValueError as error:
            print(f"   {text:<30} -> {type(error).__name__}: {error}")

    print("2. A million rows, and one of them is broken. Here, four:")
    path = folder / "rows.jsonl"
    path.write_bytes(b'{"n": 1}\n{"n": 2\n\n{"n": "\xff"}\n{"n": "last"}\n')
    try:
        print([json.loads(line) for line in path.read_text("utf-8").splitlines()])
    except ValueError as error:
        print(f"   all at once: {type(error).__name__}: {error}")
    errors: list[LineError] = []
    print(f"   iter_json_lines: {list(iter_json_lines(path, errors))}")
    for error in errors:
        print(f"   line {error.number}: {error.message}")

    print("3. A tag that looks like an import:")
    path = folder / "document.json"
    path.write_text('{"$type": "os.system", "v": "echo gotcha"}')
    try:
        read_document(path)
    except UnknownType as error:
        print(f"   read_document: UnknownType: {error}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
