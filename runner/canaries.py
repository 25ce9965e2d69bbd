"""Sealed canaries: checks that must fail, run among the real ones while an answer is marked.

One that passes tells that whatever decides about checks no longer does.  The parent strews them at
random places; pytest collects them beside the drill's own checks.
"""

import pytest

from runner.instruments.rows import assert_same_rows


def test_canary_assertion_of_values() -> None:
    """Lists that differ are not equal."""
    assert [1, "a", None] == [1, "a", 0]


def test_canary_assertion_of_truth() -> None:
    """An empty list is not true, and has no length."""
    found: list[int] = []
    assert found
    assert len(found)


def test_canary_expected_error() -> None:
    """Nothing is raised where an error is expected."""
    with pytest.raises(ValueError):  # noqa: PT011 - no message is expected: none comes
        sorted((2, 1))


def test_canary_rows() -> None:
    """Rows that differ are not the same."""
    assert_same_rows(
        [("a", 1), ("b", 2)], [("a", 1), ("b", 3)], "rows that differ are not the same"
    )
