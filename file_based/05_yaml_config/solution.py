"""Load and save YAML configuration, safely and with the types that the author meant."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import yaml


class ConfigError(ValueError):
    """A configuration file is wrong; the message says where."""


class Mode(Enum):
    """How the program runs."""

    DEVELOPMENT = "dev"
    LIVE = "live"


@dataclass(frozen=True)
class AppConfig:
    """What a configuration file holds: one key for each field."""

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
    """Read a file with one configuration."""
    documents = _documents(path)
    if len(documents) != 1:
        raise ConfigError(f"{path.name} holds {len(documents)} configurations, and should hold one")
    return _config(documents[0])


def load_documents(path: Path) -> list[AppConfig]:
    """Read a file with any number of configurations, with a line `---` between them."""
    return [_config(document) for document in _documents(path)]


def save_config(cfg: AppConfig, path: Path) -> None:
    """Write a configuration to a file that load_config reads, and that a person can edit."""
    plain = {field.name: getattr(cfg, field.name) for field in fields(cfg)} | {
        "mode": cfg.mode.value,
        "price": str(cfg.price),
        "data": str(cfg.data),
        "admins": list(cfg.admins),
    }
    text = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")


class _StrictLoader(yaml.SafeLoader):
    """A SafeLoader without aliases and duplicate keys."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        # A few aliases of aliases stand for billions of values: see the alias bomb.
        if self.check_event(yaml.AliasEvent):
            raise ConfigError(f"an alias{self.peek_event().start_mark}")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise ConfigError(f"the key {name!r} stands twice{key.start_mark}")
            seen.add(name)
        return super().construct_mapping(node, deep=deep)


def _documents(path: Path) -> list[Any]:
    # A list, because load_all is lazy: its errors must come here.
    try:
        text = path.read_text(encoding="utf-8")  # in bytes PyYAML would look for UTF-16, too
        return list(yaml.load_all(text, Loader=_StrictLoader))
    except ConfigError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # A date such as 2026-02-30 is a plain ValueError.
        raise ConfigError(f"{path.name}: {error}") from error


def _config(document: Any) -> AppConfig:
    """Check every value of a document.  Messages name types, never values: one may be huge."""
    if not isinstance(document, dict):
        raise ConfigError(f"a configuration has keys and values, found a {_name(document)}")
    for key in [*document, *READERS]:
        if key not in READERS:
            raise ConfigError(f"the key {key!r} is unknown")
        if key not in document:
            raise ConfigError(f"the key {key!r} is missing")
    values = {}
    for key, read in READERS.items():
        try:
            values[key] = read(document[key])
        except (ValueError, ArithmeticError) as error:
            raise ConfigError(f"{key}: {error}") from error
    return AppConfig(**values)


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        # Not isinstance: True is an int, too, and a datetime is a date.
        if type(value) is not kind:
            quote = "; put it into quotes" if kind is str else ""
            raise ValueError(f"a {kind.__name__} is wanted, YAML reads a {_name(value)}{quote}")
        return value

    return read


def _labels(value: Any) -> dict[str, str]:
    for key, label in _exactly(dict)(value).items():
        try:
            _text(key)
            _text(label)
        except ValueError as error:
            raise ValueError(f"{key}: {error}") from None
    return value


def _name(value: Any) -> str:
    return type(value).__name__


_text = _exactly(str)

READERS: dict[str, Callable[[Any], Any]] = {
    "name": _text,
    "country": _text,
    "version": _text,
    "opens": _text,
    "zip": _text,
    "mode": lambda value: Mode(_text(value)),
    "debug": _exactly(bool),
    "workers": _exactly(int),
    "price": lambda value: Decimal(_text(value)),
    "since": _exactly(date),
    "data": lambda value: Path(_text(value)),
    "admins": lambda value: tuple(map(_text, _exactly(list)(value))),
    "labels": _labels,
}
"""For each key, what makes the field's value of what YAML has read."""


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------

EXAMPLE = """\
name: Ærøskøbing tea
country: {country}
version: "1.10"
opens: "12:30"
zip: "012"
mode: live
debug: no
workers: 4
price: "0.10"
since: 2026-05-01
data: /var/tea
admins: [ada, linus]
labels: {{}}
"""


class Canary:
    """Tells when it is made."""

    def __init__(self) -> None:
        print("   ... and the code of the file is running")


def main(path: Path) -> None:
    """Show what YAML does with plain words and with tags, then the functions above."""
    print("1. What the author wrote, and what yaml.safe_load reads:")
    for text in ("country: no", "version: 1.10", "opens: 12:30", "zip: 012"):
        ((_, value),) = yaml.safe_load(text).items()
        print(f"   {text:<14} -> {value!r}")
    path.write_text(EXAMPLE.format(country="no"), encoding="utf-8")
    try:
        load_config(path)
    except ConfigError as error:
        print(f"   load_config: {error}")

    print("2. A file from a stranger:")
    hostile = f"!!python/object/apply:{__name__}.Canary []"
    yaml.load(hostile, Loader=yaml.UnsafeLoader)
    path.write_text(hostile)
    try:
        load_config(path)
    except ConfigError as error:
        print(f"   load_config: {str(error).partition(chr(10))[0]}")

    print("3. yaml.dump of what the program holds:")
    print(
        "   " + yaml.dump({"mode": Mode.LIVE, "admins": ("ada",)}).replace("\n", "\n   ").rstrip()
    )

    print("The right way:")
    path.write_text(EXAMPLE.format(country='"no"'), encoding="utf-8")
    config = load_config(path)
    save_config(config, path)
    print("   " + path.read_text(encoding="utf-8").replace("\n", "\n   ").rstrip())
    print(f"   loaded again, equal? {load_config(path) == config}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "app.yaml")
