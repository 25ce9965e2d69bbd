"""Work in forked processes: how they end."""

import subprocess
import sys

_LEAVING = """
import time
from multiprocessing.util import Finalize
from runner.forked import End, in_forks

def leave_slowly(jobs, send):
    send(next(jobs))
    Finalize(None, print, ["leaves"], {"flush": True}, exitpriority=2)
    Finalize(None, time.sleep, [0.5], exitpriority=1)

results = in_forks([7], leave_slowly, workers=1, alike=lambda _: None)
assert list(next(results) for _ in range(2)) == [(7, 7), (7, End.LEFT)]
time.sleep(0.2)
results.close()
"""
"""What a worker's exit functions do takes time, in which it is told to end."""


def test_who_is_told_to_end_while_it_leaves_says_nothing() -> None:
    """The traceback of a `sys.exit` among the exit functions would be seen on the terminal."""
    ran = subprocess.run(
        [sys.executable, "-c", _LEAVING], capture_output=True, text=True, check=True
    )
    assert (ran.stdout, ran.stderr) == ("", "leaves\n")
