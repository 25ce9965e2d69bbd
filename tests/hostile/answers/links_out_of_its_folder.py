"""Reads and writes by links that lead out of its folder."""

import os
from pathlib import Path

STATUS = "failed tampering error import_error"
POINTS = 0

for place in ("@SIBLING@", "@CANARY@", "@DRILL@/solution.py"):
    for link in (os.symlink, os.link):
        try:
            Path("way").unlink(missing_ok=True)
            link(place, "way")
            print("GOT THROUGH:", place, len(Path("way").read_bytes()))
        except OSError:
            pass
for place in ("/proc/self/root", "/proc/self/cwd/../..", f"/proc/{os.getppid()}/cwd"):
    try:
        if (Path(place) / "@CANARY@".lstrip("/")).exists():
            print("GOT THROUGH:", place)
    except OSError:
        pass


def __getattr__(name):
    return lambda *_: None
