"""Thinks that a price can be a float on its way through a file."""

from dataclasses import asdict
from pathlib import Path

from solution import *

FAILS = "the_file_is_plain_yaml"
SAYS = "price is 0.1 in the file"


def save_config(cfg: AppConfig, path: Path) -> None:
    """Lose the last digit, and some of the others."""
    plain = asdict(cfg) | {
        "mode": cfg.mode.value,
        "price": str(cfg.price),
        "data": str(cfg.data),
        "admins": list(cfg.admins),
    }
    plain["price"] = float(cfg.price)
    text = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
