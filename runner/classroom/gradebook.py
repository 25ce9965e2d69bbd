"""The gradebook: which answers are marked already, and what they got.

It is the table `marks` in the learner's progress file, or in the PostgreSQL database that
`DRILLS_GRADEBOOK_URL` names.  Any number of graders may use one at once: a row is written whole,
and the last writer wins.  It is spoken to as `runner.learner.attempts` speaks to its tables, see
there why.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from itertools import batched
from typing import TYPE_CHECKING

from runner.classroom.marks import GRADEBOOK_URL, Kept, Key
from runner.learner.attempts import Attempts, stored
from runner.model import JSON_VERSION
from runner.stored import verdict_from_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from runner.classroom.markserver import Execute, Server

_KEEP = """
INSERT INTO marks (learner, drill, answer_digest, drill_digest, status, points, max_points, verdict,
                   marked_at)
VALUES {row}
ON CONFLICT (learner, drill, answer_digest, drill_digest) DO UPDATE SET
    status = excluded.status, points = excluded.points, max_points = excluded.max_points,
    verdict = excluded.verdict, marked_at = excluded.marked_at
"""
_KNOWN = """
SELECT learner, drill, answer_digest, drill_digest, points, max_points, CAST(verdict AS text)
FROM marks
WHERE (learner, drill, answer_digest, drill_digest) IN (VALUES {keys})
"""
_AT_ONCE = 500
"""Rows looked up by one statement: databases bound the number of its parameters."""


class Gradebook:
    """Marks in a database that is opened on first need.

    Args:
        progress: the file to use where `DRILLS_GRADEBOOK_URL` names no server.
    """

    def __init__(self, progress: Path) -> None:
        self._file = Attempts(progress)
        self._url = os.environ.get(GRADEBOOK_URL)
        self._placeholder = "%s" if self._url else "?"

    def open(self) -> None:
        """Create the database, or bring an older one to the newest revision.

        Raises:
            UsageError: `DRILLS_GRADEBOOK_URL` is no PostgreSQL URL.
            SetupError: the database cannot be used, or is somebody else's.
        """
        with self._transaction():
            pass

    def known(self, wanted: Iterable[Key]) -> dict[Key, Kept]:
        """Those answers that are marked already.

        Raises:
            DrillsError: as `open` does, or the database cannot be read.
        """
        found: dict[Key, Kept] = {}
        with self._transaction() as execute:
            for some in batched(wanted, _AT_ONCE):
                keys = [(k.learner, k.drill, k.answer_digest, k.drill_digest) for k in some]
                query = _KNOWN.format(keys=", ".join(map(self._row, keys)))
                for *key, points, max_points, verdict in execute(query, sum(keys, ())):
                    said = json.loads(verdict)
                    if said["version"] == JSON_VERSION:
                        found[Key(*key)] = Kept(verdict_from_json(said), (points, max_points))
        return found

    def keep(self, key: Key, kept: Kept) -> None:
        """Write one answer's mark, in place of an older one; committed when this returns.

        Raises:
            DrillsError: as `open` does, or the database cannot be written.
        """
        row = (
            *(key.learner, key.drill, key.answer_digest, key.drill_digest),
            *(kept.verdict.status, *kept.points),
            *(json.dumps(kept.verdict.as_json()), stored(datetime.now(UTC))),
        )
        with self._transaction() as execute:
            execute(_KEEP.format(row=self._row(row)), row)

    def _row(self, values: Sequence[object]) -> str:
        return f"({', '.join([self._placeholder] * len(values))})"

    @contextmanager
    def _transaction(self) -> Iterator[Execute]:
        if self._url:
            with self._server.transaction() as execute:
                yield execute
        else:
            with self._file.writing() as connection:
                yield connection.execute

    @cached_property
    def _server(self) -> Server:
        from runner.classroom.markserver import Server

        return Server(self._url or "")
