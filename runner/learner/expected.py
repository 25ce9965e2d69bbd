"""The schema that a check leaves with the reference: what an answer's schema is compared with.

It is found by running that one check against the reference, the first time a view asks for it,
and kept in the home folder for as long as the checks and the reference stay the same.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from runner.databases.home import home
from runner.errors import SetupError
from runner.execution.replies import send_reply, verdict_of
from runner.plain import as_data
from runner.seen import Table, table_from_json
from runner.workspace import digest

if TYPE_CHECKING:
    from runner.model import CheckResult, Drill


def expected_tables(drill: Drill, check: CheckResult) -> tuple[Table, ...] | None:
    """The tables of the reference's database after a check, without their rows.

    Args:
        drill: that was run.
        check: that left tables with an answer.

    Returns:
        None where there is nothing to compare: the check has noted no tables, or the reference
        does not get through it.

    Raises:
        DrillError: the drill's checks cannot be used.
        SetupError: this machine lacks something, such as a PostgreSQL server.
    """
    if not check.tables:
        return None
    parts = digest(drill.checks, drill.file("solution"))
    folder = home() / "expected"
    file = folder / f"{drill.name}-{parts}-{quote(check.name, safe='')}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads(file.read_text(encoding="utf-8"))
        return None if known is None else tuple(map(table_from_json, known))
    tables = _found(drill, check.name)
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        for stale in set(folder.glob(f"{drill.name}-*")) - set(folder.glob(f"*-{parts}-*")):
            stale.unlink(missing_ok=True)
        told = None if tables is None else [as_data(table) for table in tables]
        file.write_text(json.dumps(told), encoding="utf-8")
    return tables


def _found(drill: Drill, check: str) -> tuple[Table, ...] | None:
    """In a process of its own: the one that shows need not import what checks."""
    command = [sys.executable, "-P", "-m", "runner.learner.expected", str(drill.path), check]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False)
    if ran.returncode:
        raise SetupError(
            "the process that checks the reference has failed",
            mend=f"`drills verify {drill.name}` tells whether the drill is sound.",
        )
    verdict = verdict_of(json.loads(ran.stdout))
    result = next((each for each in verdict.checks if each.name == check), None)
    if result is None or not result.passed:
        return None
    return tuple(replace(table, rows=(), changes=None) for table in result.tables)


def main() -> None:
    """Run the check that the command line names against the reference."""
    from runner import checking
    from runner.catalog import drill_at

    drill = drill_at(Path(sys.argv[1]))
    send_reply(
        lambda told: checking.check(
            drill, drill.file("solution"), only=sys.argv[2], look="always", told=told
        ),
        sys.stdout.buffer.write,
    )


if __name__ == "__main__":
    main()
