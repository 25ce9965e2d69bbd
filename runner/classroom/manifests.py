"""Read a manifest: which odd file that was handed in is whose answer to which drill."""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runner.classroom.filenames import spelled
from runner.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from runner.catalog import Catalog
    from runner.model import Drill

KEYS = ("path", "learner", "drill")
_SHAPES = "A manifest is CSV with the header path,learner,drill, or JSON: a list of such objects."


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a manifest."""

    path: Path
    """A file or folder that was handed in."""
    learner: str
    drill: Drill


def read(
    file: Path, catalog: Catalog, *, below: Sequence[Path], refused: Container[Path] = ()
) -> tuple[Entry, ...]:
    """Read a manifest.

    Args:
        file: JSON if it ends in `.json`, otherwise CSV.
        catalog: finds the drills by what the manifest calls them.
        below: resolved folders that its paths may be relative to; the first that holds one counts.
        refused: paths of what was handed in but not unpacked, which are passed over.

    Raises:
        UsageError: it cannot be read, or a line makes no sense; the message names the line.
    """
    shown = spelled(str(file))
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"cannot read the manifest {shown}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"the manifest {shown} is not UTF-8", mend="Save it as UTF-8.") from None
    rows = _from_json if file.suffix.lower() == ".json" else _from_csv
    drill_called = cache(catalog.drill)
    entries: list[Entry] = []
    seen: dict[object, str] = {}
    for place, row in rows(text, shown):
        where = f"{shown}, {place}"
        path, learner, drill = (_value(row, key, where) for key in KEYS)
        found = _find(path, below, where)
        if found is None:
            if any(folder / path in refused for folder in below):
                continue
            raise UsageError(
                f"{where}: {spelled(path)} was not handed in",
                mend="Its paths are relative to the folder, or the archive, that was handed in.",
            )
        entry = Entry(found, _learner(learner, where), _drill(drill, where, drill_called))
        for key in (entry.path, (entry.learner, entry.drill.slug)):
            if key in seen:
                what = spelled(path) if key == entry.path else f"{entry.learner}, {drill}"
                raise UsageError(f"{where}: {what} is in {seen[key]} already", mend="Keep one.")
            seen[key] = place
        entries.append(entry)
    return tuple(entries)


def _from_csv(text: str, shown: str) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in reader.fieldnames or ()]
        if not set(KEYS) <= set(header):
            raise UsageError(
                f"{shown}, line 1: expected the header {','.join(KEYS)}, "
                f"found {spelled(','.join(header)) or 'nothing'}",
                mend=_SHAPES,
            )
        reader.fieldnames = header
        for row in reader:
            if None in row:
                raise UsageError(
                    f"{shown}, line {reader.line_num}: there are more values than columns",
                    mend='Put a value that holds a comma in quotes: "a, b.py".',
                )
            yield f"line {reader.line_num}", row
    except csv.Error as error:
        number = reader.reader.line_num
        raise UsageError(f"{shown}, line {number}: {error}", mend=_SHAPES) from None


def _from_json(text: str, shown: str) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{shown}, line {error.lineno}: {error.msg}", mend=_SHAPES) from None
    except RecursionError:
        rows = None
    if not isinstance(rows, list):
        raise UsageError(f"{shown}: expected a JSON list of objects", mend=_SHAPES)
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise UsageError(f"{shown}, entry {number}: expected an object", mend=_SHAPES)
        yield f"entry {number}", row


def _value(row: Mapping[Any, Any], key: str, where: str) -> str:
    value = row.get(key)
    value = value.strip() if isinstance(value, str) else value
    if value and isinstance(value, str):
        return value
    found = json.dumps(value) if value else "nothing"
    raise UsageError(f"{where}: expected a {key} as text, found {found}", mend=_SHAPES)


def _find(path: str, below: Sequence[Path], where: str) -> Path | None:
    for folder in below:
        found = folder / path
        if not os.path.lexists(found):
            continue
        # A parent may be a link that leads anywhere.
        if ".." in found.parts or not found.parent.resolve().is_relative_to(folder):
            raise UsageError(
                f"{where}: {spelled(path)} leads out of the folder that was handed in",
                mend="Its paths are relative to that folder.",
            )
        return found
    return None


def _learner(name: str, where: str) -> str:
    if "/" in name or name in (".", ".."):
        raise UsageError(
            f"{where}: a learner's name holds no “/”, found {spelled(name)}",
            mend="A learner is called as a folder may be called.",
        )
    return spelled(name)


def _drill(text: str, where: str, drill_called: Callable[[str], Drill]) -> Drill:
    try:
        return drill_called(text)
    except UsageError as error:
        raise UsageError(f"{where}: {spelled(error.message)}", mend=error.mend) from None
