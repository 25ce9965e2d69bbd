from typing import Any

import pytest

from runner.api import Database


@pytest.mark.task(1)
def test_adds_two_numbers(answer: Any, database: Database) -> None:
    """Two numbers are added."""
    got = answer.total(database.path, [2, 3])
    assert got == 5, f"the sum of 2 and 3 came back as {got!r}: every number counts once"


@pytest.mark.task(1)
def test_adds_nothing(answer: Any, database: Database) -> None:
    """The sum of nothing is 0."""
    got = answer.total(database.path, [])
    assert got == 0, f"the sum of nothing came back as {got!r}: an empty sum is 0"


@pytest.mark.task(2)
def test_adds_many_numbers(answer: Any, database: Database) -> None:
    """A thousand numbers are added."""
    got = answer.total(database.path, list(range(1000)))
    assert got == 499_500, f"0 to 999 came back as {got!r}: every number counts once"
