"""Deletes the course, the scratch folders of others and whatever else it can."""

import os
import shutil
from pathlib import Path

STATUS = "failed tampering error"
POINTS = 0

shutil.rmtree("@COURSE@", ignore_errors=True)
shutil.rmtree("@OUTSIDE@", ignore_errors=True)
for folder in Path("/dev/shm").glob(f"drills-answer-{os.getppid()}-*"):
    if not Path.cwd().is_relative_to(folder):
        shutil.rmtree(folder, ignore_errors=True)
        print("GOT THROUGH: saw the scratch folder of another")


def __getattr__(name):
    return lambda *_: None
