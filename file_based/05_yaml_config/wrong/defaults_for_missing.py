"""Thinks that a key which is missing means an empty value."""

import solution
from solution import *

FAILS = "missing_and_unknown_keys_are_reported"
SAYS = "every key is needed"


_good = solution._config


def _config(document: object) -> AppConfig:
    """Fill up what is missing."""
    if isinstance(document, dict):
        document = {"labels": {}, "debug": False, "workers": 1} | document
    return _good(document)


solution._config = _config
