"""Thinks that a dump keeps the order of the keys."""

from dataclasses import asdict
from pathlib import Path

from solution import *

FAILS = "a_person_can_edit_the_file"
SAYS = "they stay in the order of the fields"


def save_config(cfg: AppConfig, path: Path) -> None:
    """Leave sort_keys as it is."""
    plain = asdict(cfg) | {
        "mode": cfg.mode.value,
        "price": str(cfg.price),
        "data": str(cfg.data),
        "admins": list(cfg.admins),
    }
    path.write_text(yaml.safe_dump(plain, allow_unicode=True), encoding="utf-8")
