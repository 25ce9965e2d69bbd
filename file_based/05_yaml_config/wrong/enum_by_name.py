"""Thinks that a member is written by its name, whatever the file says."""

from dataclasses import asdict
from pathlib import Path

from solution import *

FAILS = "the_file_is_plain_yaml"
SAYS = "mode is 'LIVE' in the file"


def save_config(cfg: AppConfig, path: Path) -> None:
    """Write the name where the value is read."""
    plain = asdict(cfg) | {
        "mode": cfg.mode.value,
        "price": str(cfg.price),
        "data": str(cfg.data),
        "admins": list(cfg.admins),
    }
    plain["mode"] = cfg.mode.name
    text = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
