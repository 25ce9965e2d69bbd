"""Let a strict Pydantic model check the values, and a Dumper write the types."""

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from solution import *


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        raise ValueError("no number") from None


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    name: str
    country: str
    version: str
    opens: str
    zip: str
    mode: Annotated[str, AfterValidator(lambda text: Mode(text))]
    debug: bool
    workers: int
    price: Annotated[str, AfterValidator(_decimal)]
    since: date
    data: Annotated[str, AfterValidator(lambda text: Path(text))]
    admins: Annotated[list[str], AfterValidator(lambda names: tuple(names))]
    labels: dict[str, str]


class _Loader(yaml.SafeLoader):
    def compose_document(self) -> Any:
        self.seen = 0
        return super().compose_document()

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            self.seen += 1
            if self.seen > 5:  # a few are useful, and harmless
                raise ConfigError("too many aliases")
        return super().compose_node(parent, index)


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    pairs = loader.construct_pairs(node, deep=True)
    found: dict[Any, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ConfigError(f"{key} stands twice")
        found[key] = value
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def load_documents(path: Path) -> list[AppConfig]:
    """Collect all complaints of the model in one message."""
    try:
        with path.open(encoding="utf-8") as file:
            documents = list(yaml.load_all(file, Loader=_Loader))
        models = [_Model.model_validate(document) for document in documents]
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in found]
        raise ConfigError("; ".join(lines)) from None
    except ConfigError:
        raise
    except Exception as error:
        raise ConfigError(str(error)) from error
    return [AppConfig(**dict(model)) for model in models]


def load_config(path: Path) -> AppConfig:
    """Exactly one."""
    try:
        (config,) = load_documents(path)
    except ConfigError:
        raise
    except ValueError as error:
        raise ConfigError(str(error)) from error
    return config


class _Dumper(yaml.SafeDumper):
    """Knows the types of an AppConfig."""


def _as_text(dumper: Any, value: Any) -> yaml.Node:
    return dumper.represent_str(str(value.value if isinstance(value, Mode) else value))


for _kind in (Decimal, Mode, Path):
    _Dumper.add_multi_representer(_kind, _as_text)
_Dumper.add_representer(tuple, yaml.SafeDumper.represent_list)


def save_config(cfg: AppConfig, path: Path) -> None:
    """The fields as they are, in one block."""
    with path.open("wb") as file:
        yaml.dump(
            vars(cfg),
            file,
            Dumper=_Dumper,
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=False,
            encoding="utf-8",
            width=1_000,
        )
