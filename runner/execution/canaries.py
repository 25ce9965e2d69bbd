"""A sealed canary: a check that must fail, run among the real ones while an answer is marked.

If it passes, whatever decides about checks no longer does.  The parent puts it at a random place;
pytest collects it beside the drill's own checks.  One check stands for all ways in which checks
fail: each failure costs milliseconds, and an answer has many.
"""

from collections.abc import Callable

import pytest

from runner.instruments.rows import assert_same_rows


def test_canary() -> None:
    """Five things that must not hold, and the sixth is that they all do not."""
    refused = [_fails(wrong) for wrong in (_values, _truth, _length, _no_error, _rows)]
    assert refused != [True] * 5, "as it must be"


def _fails(wrong: Callable[[], None]) -> bool:
    try:
        wrong()
    except BaseException:  # pytest's own failures are no Exception
        return True
    return False


def _values() -> None:
    assert [1, "a", None] == [1, "a", 0]


def _truth() -> None:
    found: list[int] = []
    assert found


def _length() -> None:
    assert len(()) == 1


def _no_error() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - no message is expected: none comes
        sorted((2, 1))


def _rows() -> None:
    assert_same_rows(
        [("a", 1), ("b", 2)], [("a", 1), ("b", 3)], "rows that differ are not the same"
    )
