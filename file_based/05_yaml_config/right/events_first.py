"""Look at the events and nodes of the file before anything is made of them; write it by hand."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml
from solution import *

TEXTS = ("name", "country", "version", "opens", "zip", "mode", "price", "data")


def load_config(path: Path) -> AppConfig:
    """A stream with one document."""
    configs = load_documents(path)
    if len(configs) == 1:
        return configs[0]
    raise ConfigError(f"one document is wanted, there are {len(configs)}")


def load_documents(path: Path) -> list[AppConfig]:
    """Three passes: events, nodes, values."""
    try:
        text = path.read_text(encoding="utf-8")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):
            raise ConfigError("aliases are not allowed")
        for node in yaml.compose_all(text, Loader=yaml.SafeLoader):
            _refuse_duplicates(node)
        return [_one(value) for value in yaml.safe_load_all(text)]
    except ConfigError:
        raise
    except Exception as error:
        raise ConfigError(f"{type(error).__name__}: {error}") from error


def _refuse_duplicates(node: yaml.Node | None) -> None:
    if isinstance(node, yaml.MappingNode):
        names = [key.value for key, _ in node.value]
        for name in names:
            if names.count(name) > 1:
                raise ConfigError(f"{name} is there more than once")
        for _, value in node.value:
            _refuse_duplicates(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_duplicates(item)


def _one(value: Any) -> AppConfig:
    if not isinstance(value, dict):
        raise ConfigError("not a mapping")
    wanted = set(AppConfig.__dataclass_fields__)
    if wrong := wanted ^ value.keys():
        raise ConfigError(f"missing or unknown: {', '.join(sorted(map(str, wrong)))}")
    for key in TEXTS:
        _require(isinstance(value[key], str), key)
    _require(isinstance(value["debug"], bool), "debug")
    _require(isinstance(value["workers"], int) and value["workers"] is not True, "workers")
    since = value["since"]
    _require(isinstance(since, date) and not hasattr(since, "hour"), "since")
    _require(isinstance(value["admins"], list), "admins")
    _require(all(isinstance(admin, str) for admin in value["admins"]), "admins")
    _require(isinstance(value["labels"], dict), "labels")
    for key, label in value["labels"].items():
        _require(isinstance(key, str) and isinstance(label, str), f"labels.{key}")
    try:
        special = {
            "mode": Mode(value["mode"]),
            "price": Decimal(value["price"]),
            "data": Path(value["data"]),
            "admins": tuple(value["admins"]),
        }
    except ValueError as error:
        raise ConfigError(f"mode: {error}") from error
    except ArithmeticError as error:
        raise ConfigError(f"price: {error}") from error
    return AppConfig(**(value | special))


def _require(holds: bool, key: str) -> None:
    if not holds:
        raise ConfigError(f"the value of {key} has the wrong type")


def save_config(cfg: AppConfig, path: Path) -> None:
    """A text in JSON's quotes is a text in YAML, too."""
    values = asdict(cfg) | {"mode": cfg.mode.value}
    with path.open("w", encoding="utf-8") as file:
        for key, value in values.items():
            if isinstance(value, date):
                written = value.isoformat()
            elif isinstance(value, Decimal | Path):
                written = json.dumps(str(value), ensure_ascii=False)
            else:
                written = json.dumps(value, ensure_ascii=False)
            file.write(f"{key}: {written}\n")
