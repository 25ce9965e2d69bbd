"""Thinks that people read escape codes."""

from dataclasses import asdict
from pathlib import Path

from solution import *

FAILS = "a_person_can_edit_the_file"
SAYS = "a person must be able to read it"


def save_config(cfg: AppConfig, path: Path) -> None:
    """Leave allow_unicode as it is."""
    plain = asdict(cfg) | {
        "mode": cfg.mode.value,
        "price": str(cfg.price),
        "data": str(cfg.data),
        "admins": list(cfg.admins),
    }
    path.write_text(yaml.safe_dump(plain, sort_keys=False), encoding="utf-8")
