"""Thinks that a text needs quotes only where it has a colon."""

from dataclasses import asdict
from pathlib import Path

from solution import *

FAILS = "the_file_is_plain_yaml"
SAYS = "country is False in the file"


def save_config(cfg: AppConfig, path: Path) -> None:
    """Write the lines with an f-string, and quote some words."""
    lines = []
    for key, value in asdict(cfg).items():
        if isinstance(value, Enum):
            value = value.value
        elif isinstance(value, Decimal):
            value = f"'{value}'"
        elif isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, str) and ":" in value:
            value = f"'{value}'"
        lines.append(f"{key}: {value}\n")
    path.write_text("".join(lines), encoding="utf-8")
