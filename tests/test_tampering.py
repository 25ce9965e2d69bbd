"""What watches an answer does no harm to a program that is honest."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys, threading, types
from runner import tampering

modules = [types.ModuleType(f"sqlalchemy.busy{number}") for number in range(200)]
for module in modules:
    exec(sys.argv[1], vars(module))
tampering.watch(*modules)
sys.setswitchinterval(1e-6)
together = threading.Barrier(8)

def work():
    for module in modules:
        together.wait()
        module.run()

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
made = [object() for _ in range(100_000)]  # memory that was given up twice is handed out twice
"""
COUNTS = """
last = 10**6
def run():
    global last
    for _ in range(40):
        last += 1
"""
ADDS = """
__warningregistry__ = {}
for number in range(82 - len(globals())):
    globals()[f"filling_{number}"] = number
def run():
    for number in range(10):
        globals()[f"name_{number}"] = [number]
"""
"""A dictionary grows when it has 85 names: two threads may both take the last place before."""
CHANGES_A_CLASS = """
class Counter:
    last = 10**6
def run():
    for _ in range(40):
        Counter.last += 1
"""


@pytest.mark.parametrize("code", [COUNTS, ADDS, CHANGES_A_CLASS], ids=["counts", "adds", "class"])
def test_threads_may_change_what_is_watched(code: str) -> None:
    """As SQLAlchemy counts in a global: CPython's own defect must not end the process."""
    for _ in range(4):
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM, code], capture_output=True, text=True, check=False
        )
        assert (ran.returncode, ran.stderr) == (0, "")


LOOKS_AROUND = """
import sys
from pathlib import Path
from runner import tampering

told, folder = [], Path(sys.prefix)
tampering.arm(
    told.append, checks=(), root=folder.parent, given=Path("stub"), ports=(), starts=False
)
for path in (folder / "bin", folder.parent / "solution.py"):
    try:
        open(path)
    except (OSError, tampering.Tampering):
        pass
sys.stdout.write("; ".join(told))
"""


def test_the_interpreter_may_lie_in_the_course() -> None:
    """As the README's `.venv` does: Pydantic looks for plugins in all of it."""
    ran = subprocess.run(
        [sys.executable, "-c", LOOKS_AROUND], capture_output=True, text=True, check=False
    )
    assert (ran.stdout, ran.stderr) == ("opens solution.py of the course", "")
