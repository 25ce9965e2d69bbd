"""Thinks that a file which is opened as text is read as UTF-8."""

from pathlib import Path
from typing import Any

import solution
from solution import *

FAILS = "a_config_is_loaded"
SAYS = "in a process whose own encoding is not UTF-8"


def _documents(path: Path) -> list[Any]:
    """Leave the encoding to the computer."""
    try:
        with path.open() as file:
            return list(yaml.load_all(file, Loader=solution._StrictLoader))
    except ConfigError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(str(error)) from error


solution._documents = _documents
