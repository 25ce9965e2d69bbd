"""Records as JSON data: what `dataclasses.asdict` and the JSON module make of them together."""

import json
from dataclasses import asdict, dataclass

from runner.model import CheckResult, Statement, Verdict
from runner.plain import as_data
from runner.seen import Budget, Changes, Column, RowChange, Table


class Quoted(str):
    """A name as SQLAlchemy has it."""


@dataclass
class Named:
    """Holds what is neither plain nor a record."""

    name: str


def test_it_is_what_asdict_gives():
    """Through dataclasses in tuples in dataclasses."""
    changes = Changes(1, 0, 0, (RowChange("added", ("1", "Tea")),))
    table = Table("t", (Column("id", "int", True, True),), (("1",),), 1, changes=changes)
    assert as_data(table) == json.loads(json.dumps(asdict(table)))


def test_named_tuples_are_records_too():
    """And hold others, and dataclasses, in plain tuples."""
    budget = Budget(2, 11, "for 10 rows", (("a.py:14", 10),))
    sent = Statement("SELECT 1", rows=None, ms=0.25)
    check = CheckResult("c", "C", None, "passed", sql=(sent,), budgets=(budget,))
    data = as_data(Verdict("t/d", "a.py", "passed", (check, check)))
    assert list(data) == list(Verdict._fields)
    first, second = data["checks"]
    assert first == second
    assert first["sql"] == [sent._asdict()]
    assert first["budgets"] == [asdict(budget) | {"lines": [["a.py:14", 10]]}]


def test_other_values_stay_as_they_are():
    """JSON takes them, or complains."""
    assert as_data(Named(Quoted("a"))) == {"name": "a"}
    assert as_data(Named([1, (2,)])) == {"name": [1, (2,)]}  # type: ignore[arg-type]
