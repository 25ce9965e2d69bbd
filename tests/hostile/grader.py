"""Mark answers to one drill, one after another, from one warm parent, as grading does.

    python -P tests/hostile/grader.py COURSE DRILL [ISOLATION]

It reads a path a line, and writes for each one line of JSON: the verdict and its points, or the
error in their place.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from runner.catalog import Catalog
from runner.checking import Checker, with_checker
from runner.classroom.marks import points_of
from runner.errors import DrillsError

if TYPE_CHECKING:
    from runner.classroom.marks import Isolation


def main(course: str, name: str, isolation: str = "strict") -> None:
    """Serve until nobody asks any more."""
    # What is printed here by accident must not look like a verdict.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as verdicts:
        os.dup2(2, 1)

        def say(record: dict[str, Any]) -> None:
            print(json.dumps(record), file=verdicts, flush=True)

        def serve(checker: Checker) -> None:
            say({"ready": True})
            for line in sys.stdin:
                try:
                    verdict = checker.check(Path(line.removesuffix("\n")))
                except DrillsError as error:
                    say({"error": f"{error.message} ({error.mend})"})
                else:
                    points, _ = points_of(checker.drill, verdict)
                    say(verdict.as_json() | {"points": points})

        drill = Catalog(Path(course)).drill(name)
        with_checker(drill, serve, isolation=cast("Isolation", isolation))


if __name__ == "__main__":
    main(*sys.argv[1:])
