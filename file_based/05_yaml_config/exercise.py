"""Load and save YAML configuration, safely and with the types that the author meant."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path


class ConfigError(ValueError):
    """A configuration file is wrong; the message says where.  Given: nothing to do here."""


class Mode(Enum):
    """How the program runs.  Given."""

    DEVELOPMENT = "dev"
    LIVE = "live"


@dataclass(frozen=True)
class AppConfig:
    """What a configuration file holds: one key for each field.  Given."""

    name: str
    country: str
    version: str
    opens: str
    zip: str
    mode: Mode
    """In the file: the value of the member, as text."""
    debug: bool
    workers: int
    price: Decimal
    """In the file: text, because YAML would make it a float."""
    since: date
    data: Path
    """In the file: text."""
    admins: tuple[str, ...]
    """In the file: a list of texts."""
    labels: dict[str, str]


def load_config(path: Path) -> AppConfig:
    """Read a file with one configuration.

    Args:
        path: A YAML file in UTF-8, with exactly the keys of AppConfig.

    Returns:
        The configuration. Every value has the type that its field says.

    Raises:
        ConfigError: The file is wrong, in whatever way. Where a key is missing, unknown, doubled,
            or has a value of another type, the message names the key. Nothing in the file has
            been run or expanded.
    """
    # TODO task 1: read the file safely, and check every value.
    # TODO task 2: refuse what is dangerous or doubtful.
    raise NotImplementedError


def save_config(cfg: AppConfig, path: Path) -> None:
    """Write a configuration to a file that load_config reads, and that a person can edit.

    Args:
        cfg: The configuration.
        path: The file. What was in it is replaced.
    """
    # TODO task 3
    raise NotImplementedError


def load_documents(path: Path) -> list[AppConfig]:
    """Read a file with any number of configurations, with a line `---` between them.

    Args:
        path: A YAML file in UTF-8.

    Returns:
        The configurations in the order of the file; an empty list for an empty file.

    Raises:
        ConfigError: As for load_config, for any of them.
    """
    # TODO task 4
    raise NotImplementedError
