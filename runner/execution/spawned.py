"""A child that is started from nothing: it collects the checks itself, then runs them.

    python -P -m runner.execution.spawned JOB

Slower than a fork of a parent that has collected them, and just as isolated.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from runner import sandbox
from runner.catalog import drill_at
from runner.execution.bench import Bench, ParentsPostgres
from runner.execution.channel import Channel
from runner.execution.host import host
from runner.model import Drill


def job(drill: Drill, bench: Bench) -> dict[str, Any]:
    """What such a child is told.

    Args:
        drill: whose checks it runs.
        bench: where the answer's private copy is.
    """
    return {
        "drill": str(drill.path),
        "answer_file": str(bench.answer_file),
        "stub": str(bench.stub),
        "scratch": str(bench.scratch),
        "look": bench.look,
        "sqlite_template": str(bench.sqlite_template or ""),
    }


def main() -> None:
    """Run the job that the command line names."""
    told = json.loads(sys.argv[1])
    drill = drill_at(Path(told["drill"]))
    template = told["sqlite_template"]
    bench = Bench(
        answer_file=Path(told["answer_file"]),
        stub=Path(told["stub"]),
        scratch=Path(told["scratch"]),
        look=told["look"],
        sqlite_template=Path(template) if template else None,
    )

    def work(channel: Channel) -> None:
        bench.postgres = ParentsPostgres(channel)
        host(drill, lambda collected: collected.run_in_child(channel, bench))

    records, output, replies = told["descriptors"]
    sandbox.be_child(work, records, output, replies, drill.limits, bench.scratch)


if __name__ == "__main__":
    main()
