"""Peak memory is that of the work alone."""

from __future__ import annotations

import os

import pytest

from runner.instruments.memory import Memory

memory = Memory()


def test_measures_the_peak_and_not_the_end() -> None:
    """Memory that is given back before the end counts; none is none."""
    assert 45 < memory.peak_of(lambda: len(bytearray(50 * 2**20))) < 60
    assert memory.peak_of(lambda: None) < 3


def test_the_parents_own_peak_does_not_hide_growth() -> None:
    """What the check used before, held or freed, makes no room."""
    held = bytearray(150 * 2**20)
    del held
    held = bytearray(60 * 2**20)
    assert 45 < memory.peak_of(lambda: len(bytearray(50 * 2**20))) < 60
    assert len(held)


def test_what_malloc_keeps_is_no_room() -> None:
    """Small blocks that the check has freed, and that malloc keeps for the next ones."""
    blocks = [bytes(1000) for _ in range(100_000)]
    last = blocks[-1]
    del blocks
    assert 45 < memory.peak_of(lambda: len([bytes(1000) for _ in range(50_000)])) < 60
    assert last


def test_an_error_of_the_work_fails_the_check() -> None:
    """A work that raises, dies or hangs gives no measure."""
    with pytest.raises(AssertionError, match="raised ZeroDivisionError: division by zero"):
        memory.peak_of(lambda: 1 / 0)
    with pytest.raises(AssertionError, match="died"):
        memory.peak_of(lambda: os._exit(1))
    import time

    with pytest.raises(AssertionError, match=r"had not ended after 0\.2 s"):
        memory.peak_of(lambda: time.sleep(30), seconds=0.2)
