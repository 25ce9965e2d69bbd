"""One folder per situation: what the runner must say of its answer, check by check.

`verdict.json` beside an answer is the golden part of its verdict.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runner import checking
from runner.catalog import Catalog
from runner.model import Verdict

HERE = Path(__file__).parent
SITUATIONS = sorted(path for path in (HERE / "situations").iterdir() if path.is_dir())


def _golden_part(verdict: Verdict) -> dict[str, Any]:
    return {
        "status": verdict.status,
        "message": verdict.message,
        "checks": [
            {"name": c.name, "status": c.status, "message": c.message, "line": c.line}
            for c in verdict.checks
        ],
    }


@pytest.fixture(scope="module", params=["fork", "spawn"])
def verdicts(request: pytest.FixtureRequest) -> Iterator[dict[str, Verdict]]:
    """Every situation's verdict, all from one parent, as `drills verify` does it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "START_METHOD", request.param)
        patch.setenv("DRILLS_COURSE", str(HERE / "course"))
        yield _all_verdicts()


def _all_verdicts() -> dict[str, Verdict]:
    (drill,) = Catalog(HERE / "course").drills
    return checking.with_checker(
        drill,
        lambda checker: {path.name: checker.check(path / "answer.py") for path in SITUATIONS},
    )


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda path: path.name)
def test_verdict_is_the_golden_one(situation: Path, verdicts: dict[str, Verdict]) -> None:
    """Each situation gets its own name and message, and the other checks keep their results."""
    golden = json.loads((situation / "verdict.json").read_text(encoding="utf-8"))
    assert _golden_part(verdicts[situation.name]) == golden


def _processes() -> Iterator[str]:
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield command.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue


@pytest.mark.usefixtures("verdicts")
def test_nothing_is_left_running() -> None:
    """Orphans and fork bombs are ended with the child that made them."""
    assert not [line for line in _processes() if "time.sleep(60)" in line]


def test_every_status_occurs(verdicts: dict[str, Verdict]) -> None:
    """The situations cover every status that a check can have."""
    from typing import get_args

    from runner.model import CheckStatus

    seen = {check.status for verdict in verdicts.values() for check in verdict.checks}
    assert seen == set(get_args(CheckStatus))
