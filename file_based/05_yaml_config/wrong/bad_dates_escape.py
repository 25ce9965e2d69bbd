"""Thinks that PyYAML raises only YAMLError."""

from pathlib import Path
from typing import Any

import solution
from solution import *

FAILS = "whatever_is_wrong_is_a_config_error"
SAYS = "a date that does not exist gave ValueError"


def _documents(path: Path) -> list[Any]:
    """Miss the ValueError of a date that does not exist."""
    try:
        return list(yaml.load_all(path.read_bytes(), Loader=solution._StrictLoader))
    except yaml.YAMLError as error:
        raise ConfigError(str(error)) from error


solution._documents = _documents
