"""Thinks that whatever comes behind the first document does not matter."""

from pathlib import Path

import solution
from solution import *

FAILS = "whatever_is_wrong_is_a_config_error"
SAYS = "a file with two configurations gave no error"


def load_config(path: Path) -> AppConfig:
    """Take the first document, and ignore the rest."""
    documents = solution._documents(path)
    if not documents:
        raise ConfigError("an empty file")
    return solution._config(documents[0])
