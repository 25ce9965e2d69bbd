"""Thinks that load_all reads the file when it is called."""

from pathlib import Path

import solution
from solution import *

FAILS = "a_stream_of_documents_is_loaded"
SAYS = "a second document with a Python tag gave ConstructorError"


def load_documents(path: Path) -> list[AppConfig]:
    """Guard the call, and meet the errors in the loop behind it."""
    try:
        documents = yaml.load_all(path.read_bytes(), Loader=solution._StrictLoader)
    except yaml.YAMLError as error:
        raise ConfigError(str(error)) from error
    return [solution._config(document) for document in documents]
