"""Thinks that PyYAML takes bytes for UTF-8."""

from pathlib import Path
from typing import Any

import solution
from solution import *

FAILS = "whatever_is_wrong_is_a_config_error"
SAYS = "a file in UTF-16 gave no error"


def _documents(path: Path) -> list[Any]:
    """Give the bytes to PyYAML, which reads UTF-16 where they begin like it."""
    try:
        return list(yaml.load_all(path.read_bytes(), Loader=solution._StrictLoader))
    except ConfigError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(str(error)) from error


solution._documents = _documents
