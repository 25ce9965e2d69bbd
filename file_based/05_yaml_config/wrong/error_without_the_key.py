"""Thinks that the type of an error says enough."""

import solution
from solution import *

FAILS = "words_that_yaml_retypes_are_reported"
SAYS = "the message names the key"


_good = solution._config


def _config(document: object) -> AppConfig:
    """Say that something is wrong, and not where."""
    try:
        return _good(document)
    except ConfigError as error:
        raise ConfigError("the configuration is wrong") from error


solution._config = _config
