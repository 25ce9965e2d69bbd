"""Each step copies everything and then changes its copy; a while loop walks the chain."""

import copy
import io
import json
import pickle
import types
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

CURRENT_VERSION = 3

type Migration = Callable[[Mapping[str, Any]], dict[str, Any]]

MIGRATIONS: dict[int, Migration] = {}
"""From which version each step leads to the next one: 1 -> from_1_to_2, …"""

LEGACY_CLASSES = {("game.models", "Player"), ("game.people", "Hero")}
"""Module and name of the class in old pickles.  Neither exists any more."""


@dataclass
class Profile:
    """A player's profile, as the program knows it today."""

    name: str
    play_time: int  # seconds
    items: dict[str, int]  # how many of each
    extra: dict[str, Any] = field(default_factory=dict)  # fields that this program does not know


class BadPayload(Exception):
    """What was read is not a profile of any version."""


class UpgradeRequired(Exception):
    """What was read was written by a newer version of the program."""


class MissingStep(Exception):
    """No migration leads from this version to the next one."""


def migrates(frm: int) -> Callable[[Migration], Migration]:
    """Register a step."""

    def decorator(step: Migration) -> Migration:
        if MIGRATIONS.setdefault(frm, step) is not step:
            raise ValueError(f"version {frm} has a step")
        return step

    return decorator


@migrates(1)
def from_1_to_2(old: Mapping[str, Any]) -> dict[str, Any]:
    """Make seconds of minutes."""
    new = copy.deepcopy(dict(old))
    new["play_time"] *= 60
    new["version"] = 2
    return new


@migrates(2)
def from_2_to_3(old: Mapping[str, Any]) -> dict[str, Any]:
    """Rename and count."""
    new = copy.deepcopy(dict(old))
    new["name"] = new.pop("nick")
    counted: dict[str, int] = {}
    for item in new["items"]:
        counted[item] = counted.get(item, 0) + 1
    new["items"] = counted
    new["version"] = 3
    return new


def upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Walk from version to version."""
    version = payload.get("version", 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BadPayload("no version")
    if version > CURRENT_VERSION:
        raise UpgradeRequired(version)
    current = dict(payload)
    while version < CURRENT_VERSION:
        step = MIGRATIONS.get(version)
        if step is None:
            raise MissingStep(version)
        try:
            current = step(current)
        except (KeyError, TypeError) as error:
            raise BadPayload(version) from error
        version += 1
        current["version"] = version
    if not {"name", "play_time", "items"} <= current.keys():
        raise BadPayload("a field is missing")
    current["version"] = version
    return current


def _to_profile(payload: Any) -> Profile:
    if not isinstance(payload, dict):
        raise BadPayload("not an object")
    fields = upgrade(payload)
    del fields["version"]
    known = {name: fields.pop(name) for name in ("name", "play_time", "items")}
    return Profile(**known, extra=fields)


def load_profile(data: bytes) -> Profile:
    """Read JSON."""
    try:
        payload = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadPayload("not JSON") from error
    return _to_profile(payload)


def dump_profile(profile: Profile) -> bytes:
    """Write JSON."""
    fields = asdict(profile)
    extra = fields.pop("extra")
    return json.dumps(extra | fields | {"version": CURRENT_VERSION}, sort_keys=True).encode()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str, /) -> Any:
        if (module_name, global_name) not in LEGACY_CLASSES:
            raise BadPayload(f"{module_name}.{global_name}")
        return types.SimpleNamespace


def load_legacy_pickle(data: bytes) -> Profile:
    """Let a plain namespace take the attributes."""
    try:
        old = _Unpickler(io.BytesIO(data)).load()
    except Exception as error:
        raise BadPayload("not a pickle of a player") from error
    if not isinstance(old, types.SimpleNamespace):
        raise BadPayload("not a player")
    return _to_profile(vars(old))
