"""A new drill's folder: every file it needs, each with what its author still has to write.

`runner.course.anatomy` finds the marker in every file that is not filled yet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runner.course.anatomy import UNFILLED
from runner.errors import SetupError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from runner.catalog import Catalog
    from runner.model import Track

_NAME = re.compile(r"\d\d_[a-z0-9]+(_[a-z0-9]+)*")
_FILES = {
    "README.md": f"""\
# {UNFILLED}: the title

{UNFILLED}: why it matters, in a few sentences.

## Task 1

{UNFILLED}: the signature, what it does, what it must not do.

## A neighbouring problem

{UNFILLED}: a small worked example of something similar, not the answer.

## Out of scope

## Further reading
""",
    "drill.toml": f"""\
title = "{UNFILLED}"
difficulty = 1      # 1 to 5
minutes = 20
database = "sqlite" # files | sqlite | postgres | both
needs = []          # drills to do first, by name
learnt = ""         # one line: what one can do afterwards
sources = []        # replace it by tables at the end: [[sources]], title = "…", url = "https://…"

[hints]             # for every check: a nudge, then the idea with a link, then nearly code
""",
    "exercise.py": f'''\
"""{UNFILLED}: one line on what the answer does."""

from pathlib import Path


def todo(path: Path) -> None:
    """{UNFILLED}: what it is given, returns and raises."""
    # TODO task 1: what is missing, not how it is done
    raise NotImplementedError
''',
    "solution.py": f'''\
"""{UNFILLED}: one line on what the answer does."""

from pathlib import Path


def todo(path: Path) -> None:
    """{UNFILLED}: what it is given, returns and raises."""
    raise NotImplementedError


if __name__ == "__main__":
    print("{UNFILLED}: the naive way and what goes wrong, then the right way.")
''',
    "checks.py": f'''\
from typing import Any

import pytest

from runner.api import Database


@pytest.mark.task(1)
def test_todo(answer: Any, database: Database) -> None:
    """{UNFILLED}: a sentence that the learner reads."""
    answer.todo(database.path)
    assert database.rows("SELECT 1") == [], "{UNFILLED}: what was observed: the rule it breaks"
''',
}


def make(catalog: Catalog, place: str) -> Path:
    """Make the folder of a new drill.

    Args:
        catalog: the course that it joins.
        place: `TRACK/NN_slug`.

    Returns:
        The new folder.

    Raises:
        UsageError: there is no such track, the name is not `NN_slug` or is taken.
        SetupError: the folder cannot be written.
    """
    where, _, name = place.strip("/").rpartition("/")
    if not where or not _NAME.fullmatch(name):
        raise UsageError(
            f"a new drill is named TRACK/NN_slug in small letters, found “{place}”",
            mend="For example: drills new sqlite_basics/07_full_text_search",
        )
    track = _track(catalog, where)
    taken = next((drill for drill in catalog.drills if drill.name == name), None)
    folder = track.path / name
    if taken or folder.exists():
        raise UsageError(
            f"there is a drill {name} already: {taken.path if taken else folder}",
            mend="Choose another name: it is unique over all tracks.",
        )
    try:
        for sub in ("right", "wrong"):
            (folder / sub).mkdir(parents=True)
        for file, text in _FILES.items():
            (folder / file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise SetupError(f"cannot write {error.filename or folder}: {error.strerror}") from None
    return folder


def _track(catalog: Catalog, where: str) -> Track:
    try:
        return catalog.track(where)
    except UsageError as error:
        file = catalog.root / where / "track.toml"
        raise UsageError(
            error.message,
            mend=f"{error.mend} A new track starts with {file}: title, summary, order.",
        ) from None
