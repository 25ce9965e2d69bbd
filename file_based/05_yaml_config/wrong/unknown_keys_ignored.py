"""Thinks that a key which is not known does no harm."""

import solution
from solution import *

FAILS = "missing_and_unknown_keys_are_reported"
SAYS = "it is probably a slip of the pen"


_good = solution._config


def _config(document: object) -> AppConfig:
    """Drop what is not known, such as a key that was misspelt."""
    if isinstance(document, dict):
        document = {key: value for key, value in document.items() if key in READERS}
    return _good(document)


solution._config = _config
