"""What must be raised is raised, and what came is told in a line."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import IntegrityError

from runner.instruments.raised import first_line, must_raise


def test_what_must_be_raised() -> None:
    """The kind passes, also a kind of it; nothing and another kind do not."""
    with must_raise(LookupError, "a taken seat was booked"):
        raise KeyError
    told = r"^a taken seat was booked, and nothing was raised: it must be KeyError$"
    with pytest.raises(AssertionError, match=told), must_raise(KeyError, "a taken seat was booked"):
        pass
    with pytest.raises(ValueError, match="mine"), must_raise(KeyError, "x"):
        raise ValueError("mine")


def test_one_line_of_an_error() -> None:
    """Of SQLAlchemy's errors it is the driver's own text, without the statement."""
    error = IntegrityError("INSERT …", {}, sqlite3.IntegrityError("UNIQUE failed\nDETAIL"))
    assert first_line(error) == "IntegrityError (UNIQUE failed)"
    assert first_line(ValueError("\n  a\nb")) == "ValueError (a)"
    assert first_line(ValueError()) == "ValueError ()"
