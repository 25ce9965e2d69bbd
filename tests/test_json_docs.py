"""docs/json.md shows what the code gives: the same fields, no more and no less."""

import json
import re
from typing import Any

from runner.api import figures
from runner.catalog import REPOSITORY
from runner.classroom.marks import Mark, Marks, Misconception, Similar, Unmatched
from runner.model import CheckResult, Statement, Verdict
from runner.seen import (
    Budget,
    Changes,
    Column,
    Index,
    PlanSeen,
    PlanStep,
    RowChange,
    Step,
    Table,
)
from runner.verify import AnswerReport, DrillReport, Soundness

TEXT = (REPOSITORY / "docs/json.md").read_text(encoding="utf-8")
VERDICT, SOUNDNESS, MARKS = (
    json.loads(block) for block in re.findall(r"```json\n(.*?)```", TEXT, re.S)
)


def _shape(value: Any) -> Any:
    """The names in a document, without its values."""
    if isinstance(value, dict):
        return {name: _shape(below) for name, below in value.items()}
    if isinstance(value, list | tuple):
        return [_shape(value[0])] if value and isinstance(value[0], dict) else []
    return type(value).__name__


def test_the_verdict_has_these_fields():
    """The example of a verdict has the fields of a real one, in the same order."""
    check = CheckResult(
        "name",
        "title",
        1,
        "failed",
        sql=(Statement("SELECT 1", rows=1, ms=0.1),),
        steps=(Step("A", "BEGIN", 2.1, 0.2, ""),),
        tables=(
            Table(
                "totals",
                (Column("id", "INTEGER", True, True),),
                (("1",),),
                1,
                (Index(("total",), unique=True),),
                changes=Changes(1, 0, 0, (RowChange("added", ("1",)),)),
            ),
        ),
        plans=(PlanSeen("SELECT 1", (PlanStep(0, "SCAN"),), (), sorts=False),),
        budgets=(Budget(2, 11, "for 10 rows", (("01_sum.py:14", 10),)),),
        charts=(figures({"copy": 98_000.0}, "rows/s", title="Loading"),),
    )
    real = Verdict("a/b", "answer.py", "failed", (check,)).as_json()
    assert json.dumps(_shape(VERDICT)) == json.dumps(_shape(real))


def test_the_soundness_has_these_fields():
    """The example of a report has the fields of a real one, in the same order."""
    answer = AnswerReport("solution.py", "passes", "passes", ok=True)
    real = Soundness([DrillReport("a/b", answers=[answer])]).as_json()
    assert json.dumps(_shape(SOUNDNESS)) == json.dumps(_shape(real))


def test_the_marks_have_these_fields():
    """The example of a marked class has the fields of a real one, in the same order."""
    real = Marks(
        "strict",
        (Mark("ben", Verdict("a/b", "", "failed", ()), 2.0, 3.0, "## …"),),
        (Unmatched("notes.txt", "why"),),
        (Misconception("a/b", "check", ("a mistake",), ("ben",)),),
        (Similar("a/b", ("anna", "ben"), 0.9, ((4, 19), (6, 21))),),
    ).as_json()
    assert json.dumps(_shape(MARKS)) == json.dumps(_shape(real))
