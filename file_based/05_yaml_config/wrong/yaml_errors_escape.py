"""Thinks that a caller knows the exceptions of the library that is used inside."""

from pathlib import Path
from typing import Any

import solution
from solution import *

FAILS = "python_tags_are_refused"
SAYS = "gave ConstructorError, where a ConfigError is wanted"


def _documents(path: Path) -> list[Any]:
    """Let YAMLError through."""
    return list(yaml.load_all(path.read_bytes(), Loader=solution._StrictLoader))


solution._documents = _documents
