"""Thinks that a text is written as UTF-8 unless one says otherwise."""

from pathlib import Path

from solution import *

FAILS = "a_person_can_edit_the_file"
SAYS = "in a process whose own encoding is not UTF-8"


def save_config(cfg: AppConfig, path: Path) -> None:
    """Leave the encoding to the computer."""
    plain = {field.name: getattr(cfg, field.name) for field in fields(cfg)} | {
        "mode": cfg.mode.value,
        "price": str(cfg.price),
        "data": str(cfg.data),
        "admins": list(cfg.admins),
    }
    with path.open("w") as file:
        yaml.safe_dump(plain, file, sort_keys=False, allow_unicode=True)
