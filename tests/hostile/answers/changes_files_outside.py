"""Writes to files that are not its own."""

from pathlib import Path

STATUS = "failed tampering"
POINTS = 0

for place in ("@CANARY@", "@SIBLING@", "@GRADEBOOK@", "@DRILL@/checks.py", "@DRILL@/solution.py"):
    for mode in ("a", "w", "r+"):
        try:
            with Path(place).open(mode) as file:
                file.write("hostile")
            print("GOT THROUGH: wrote to", place)
        except OSError:
            pass


def __getattr__(name):
    return lambda *_: None
