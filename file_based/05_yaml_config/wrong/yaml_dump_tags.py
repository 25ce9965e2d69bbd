"""Thinks that yaml.dump writes YAML that every program reads."""

from dataclasses import asdict
from pathlib import Path

from solution import *

FAILS = "the_file_is_plain_yaml"
SAYS = "only Python understands such a tag"


def save_config(cfg: AppConfig, path: Path) -> None:
    """Leave enums, tuples and paths to yaml.dump."""
    text = yaml.dump(asdict(cfg), sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
