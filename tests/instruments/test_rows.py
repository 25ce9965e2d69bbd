"""Rows are compared as the task states them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import create_engine, text

from runner.instruments.rows import assert_same_rows


@dataclass
class Product:
    """A row as a dataclass."""

    name: str
    cents: int


class ProductRead(BaseModel):
    """A row as a Pydantic model."""

    name: str
    cents: int


def _fails(got: Any, expected: Any, **options: Any) -> list[str]:
    with pytest.raises(AssertionError) as failure:
        assert_same_rows(got, expected, "the rule", **options)
    return str(failure.value).splitlines()


def test_compares_as_a_multiset() -> None:
    """The order does not count, the number of equal rows does."""
    assert_same_rows([(1, "a"), (2, None)], [(2, None), (1, "a")], "the rule")
    first, *rest = _fails([(1,), (1,), (2,)], [(1,), (2,), (2,), (3,)])
    assert first == "got 3 rows where 4 are right: the rule"
    assert rest[:3] == ["– (2,)", "– (3,)", "+ (1,)"]


def test_compares_the_order_where_it_counts() -> None:
    """The same rows in another order are shown by position."""
    assert_same_rows([(1,), (2,)], [(1,), (2,)], "the rule", ordered=True)
    assert _fails([(2,), (1,), (3,)], [(1,), (2,), (3,)], ordered=True) == [
        "the right rows come in the wrong order: the rule",
        "↕ row 1: got (2,), expected (1,)",
        "↕ row 2: got (1,), expected (2,)",
    ]


@pytest.mark.parametrize(
    ("got", "expected"),
    [("1", 1), (True, 1), (1.0, 1), (Decimal(1), 1), ("", None), (b"a", "a"), ("[1]", [1])],
)
def test_values_of_other_types_differ(got: object, expected: object) -> None:
    """Equal is not enough: the type counts."""
    _fails([(got,)], [(expected,)])
    assert_same_rows([(expected,)], [(expected,)], "the rule")


def test_takes_every_kind_of_row() -> None:
    """Driver rows, SQLAlchemy rows, mappings, dataclasses and models compare with tuples."""
    query = "SELECT 'tea' AS name, 250 AS cents"
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    engine = create_engine("sqlite://")
    with engine.connect() as alchemy:
        kinds = [
            connection.execute(query).fetchall(),
            alchemy.execute(text(query)).all(),
            alchemy.execute(text(query)).mappings().all(),
            [{"name": "tea", "cents": 250}],
            [Product("tea", 250)],
            [ProductRead(name="tea", cents=250)],
            [["tea", 250]],
        ]
    connection.close()
    engine.dispose()
    for rows in kinds:
        assert_same_rows(rows, [("tea", 250)], "the rule")
        _fails(rows, [("tea", 251)])
    for rows in kinds[:-1]:
        assert_same_rows(rows, [{"cents": 250, "name": "tea"}], "the rule")
        _fails(rows, [{"cents": 250, "title": "tea"}])


def test_wrong_column_names_are_said() -> None:
    """Where the names count, they are the first thing to know."""
    assert _fails([{"n": "tea"}], [{"name": "tea"}])[0] == (
        "got the columns n instead of name: the rule"
    )


def test_what_is_no_rows_is_said() -> None:
    """None, a number or a string instead of rows fails with a sentence."""
    assert _fails(None, []) == ["got None instead of rows: the rule"]
    assert _fails(3, [])[0] == "got 3 instead of rows: the rule"
    assert _fails("ab", [("a",), ("b",)])[0] == "got 'ab' instead of rows: the rule"


def test_single_values_nan_and_unhashable_values() -> None:
    """Scalars and JSON columns compare too."""
    assert_same_rows([1, 2], [2, 1], "the rule")
    assert_same_rows([(float("nan"), {"a": [1]})], [(float("nan"), {"a": [1]})], "the rule")
    assert_same_rows(
        [({"a": [{"b": 1, "c": 2}], "d": 3},)], [({"d": 3, "a": [{"c": 2, "b": 1}]},)], ""
    )
    _fails([({"a": [1, 2]},)], [({"a": [2, 1]},)])
    _fails([({"a": 1},)], [({"a": True},)])


def test_a_long_difference_is_cut() -> None:
    """A thousand wrong rows fit on a screen."""
    assert len(_fails([(i,) for i in range(1000)], [(-i,) for i in range(1, 1000)])) < 25
