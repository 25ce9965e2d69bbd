"""Sleeps are noted: of one thread, while it is watched."""

from __future__ import annotations

import threading
import time

from runner.api import noting_sleep


def test_what_sleep_was_asked_for_is_noted() -> None:
    """Each call with its seconds, as it happens; none before and none after."""
    slept: list[float] = []
    time.sleep(0.001)
    with noting_sleep(slept):
        time.sleep(0.002)
        assert slept == [0.002]
        time.sleep(0)
    time.sleep(0.003)
    assert slept == [0.002, 0]


def test_other_threads_may_sleep() -> None:
    """Only the thread that asked for it is watched."""
    slept: list[float] = []
    with noting_sleep(slept):
        other = threading.Thread(target=time.sleep, args=(0.001,))
        other.start()
        other.join()
    assert slept == []
