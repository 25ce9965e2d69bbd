"""Thinks that an unknown key is at least a text."""

import solution
from solution import *

FAILS = "whatever_is_wrong_is_a_config_error"
SAYS = "gave TypeError, where a ConfigError is wanted"


_good = solution._config


def _config(document: object) -> AppConfig:
    """Meet True, and raise a TypeError in place of the message."""
    if isinstance(document, dict) and (unknown := document.keys() - READERS.keys()):
        raise ConfigError("unknown: " + ", ".join(unknown))
    return _good(document)


solution._config = _config
