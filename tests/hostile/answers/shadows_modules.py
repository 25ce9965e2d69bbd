"""Writes modules that shadow the standard library's into its own folder, which is on the path."""

import importlib
import sys
from pathlib import Path

STATUS = "failed error import_error tampering"
POINTS = 0

FAKE = "def __getattr__(name):\n    return lambda *_, **__: None\n"
for name in ("json", "sqlite3", "traceback", "linecache", "reprlib", "datetime"):
    try:
        Path(__file__).with_name(f"{name}.py").write_text(FAKE)
    except OSError:
        pass
sys.path.insert(0, str(Path(__file__).parent))
importlib.invalidate_caches()


def __getattr__(name):
    return lambda *_: None
