"""Thinks that safe_load is only a weaker load."""

from pathlib import Path
from typing import Any

import solution
from solution import *

FAILS = "python_tags_are_refused"
SAYS = "had its code run"


def _documents(path: Path) -> list[Any]:
    """Make any object that the file asks for."""
    return list(yaml.load_all(path.read_bytes(), Loader=yaml.UnsafeLoader))


solution._documents = _documents
