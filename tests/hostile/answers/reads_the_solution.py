"""Opens the reference by its path."""

from pathlib import Path

STATUS = "failed tampering import_error"
POINTS = 0

for name in ("solution.py", "checks.py", "exercise.py", "drill.toml"):
    try:
        text = (Path("@DRILL@") / name).read_text()
    except OSError:
        continue
    print("GOT THROUGH:", name, len(text))
    if name == "solution.py":
        exec(text)


def __getattr__(name):
    return lambda *_: None
