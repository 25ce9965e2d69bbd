"""Thinks that the keys of a mapping are always texts."""

from solution import *

FAILS = "other_types_are_reported"
SAYS = "`labels: {no: a}` gave no error"


def _labels(value: object) -> dict[str, str]:
    """Look at the values only."""
    if not isinstance(value, dict):
        raise ConfigError("labels: no mapping")
    for key, label in value.items():
        if not isinstance(label, str):
            raise ConfigError(f"labels: {key}")
    return value


READERS["labels"] = _labels
