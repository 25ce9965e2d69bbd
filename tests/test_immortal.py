"""What is kept for ever is shared with forked children, and what is made later is freed."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="children are forked")
SHARES = """
import os, resource, sys
from runner.classroom.immortal import keep_for_ever

rows = [(f"name {number}", [float(number)]) for number in range(20_000)]


def copied():
    ours, theirs = os.pipe()
    if os.fork() == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        held = [(name, numbers, numbers[0]) for name, numbers in rows]
        del held
        faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
        os.write(theirs, str(faults).encode())
        os._exit(0)
    os.wait()
    return int(os.read(ours, 100))


before = copied()
keep_for_ever()
after = copied()
print(before, after)
"""
FREES = """
import gc, sys, weakref
from runner.classroom.immortal import keep_for_ever


class Thing:
    pass


early, name = Thing(), "a name of its own " * 2
early.parts = {"list": [name]}
keep_for_ever()
count = sys.getrefcount(name)
more = [name] * 1_000
assert sys.getrefcount(name) == count, "what was there is counted"
assert early.parts["list"] == [name]
early.parts["list"].append(Thing())
ended = weakref.ref(early.parts["list"].pop())
assert ended() is None, "what is made later is not freed"
circle = Thing()
circle.itself = circle
ended = weakref.ref(circle)
del circle
gc.collect()
assert ended() is None, "garbage that is made later is not collected"
keep_for_ever()
"""


def _run(program: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_children_share_it() -> None:
    """A child that looks at everything copies a fraction of the pages."""
    before, after = map(int, _run(SHARES).split())
    if sys.version_info < (3, 14):
        assert after < before * 0.6, f"{before} pages before, {after} after"
    else:
        assert after <= before * 1.1


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="nothing is made immortal there")
def test_what_comes_later_is_freed() -> None:
    """Objects of before stay as they are; others live and die as ever."""
    _run(FREES)
