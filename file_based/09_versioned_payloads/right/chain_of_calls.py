"""A recursive upgrade, and a stand-in that takes its state through __setstate__."""

import io
import json
import pickle
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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


_KNOWN = ("name", "play_time", "items")


class _Step:
    """A decorator in the form of a class."""

    def __init__(self, frm: int) -> None:
        self.frm = frm

    def __call__(self, step: Migration) -> Migration:
        if self.frm in MIGRATIONS:
            raise ValueError(self.frm)
        MIGRATIONS[self.frm] = step
        return step


def migrates(frm: int) -> Callable[[Migration], Migration]:
    """Register a step."""
    return _Step(frm)


def from_1_to_2(old: Mapping[str, Any]) -> dict[str, Any]:
    """Make seconds of minutes."""
    return {k: v * 60 if k == "play_time" else v for k, v in old.items()}


def from_2_to_3(old: Mapping[str, Any]) -> dict[str, Any]:
    """Rename and count."""
    new = {("name" if k == "nick" else k): v for k, v in old.items()}
    new["items"] = dict(Counter(old["items"]))
    return new


migrates(1)(from_1_to_2)
migrates(2)(from_2_to_3)


def upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Take one step, then the rest."""
    version = payload.get("version", 1)
    if not (isinstance(version, int) and version is not True and version >= 1):
        raise BadPayload(f"version {version!r}")
    if version > CURRENT_VERSION:
        raise UpgradeRequired(f"version {version}")
    for name in _KNOWN if version == CURRENT_VERSION else ("nick", "play_time", "items"):
        if name not in payload:
            raise BadPayload(f"no {name}")
    if version == CURRENT_VERSION:
        return dict(payload)
    try:
        step = MIGRATIONS[version]
    except KeyError:
        raise MissingStep(version) from None
    return upgrade({**step(payload), "version": version + 1})


def load_profile(data: bytes) -> Profile:
    """Read JSON."""
    try:
        payload = json.loads(data)
        payload.items()
    except (ValueError, AttributeError) as error:
        raise BadPayload("not a JSON object") from error
    return _build(upgrade(payload))


def _build(payload: dict[str, Any]) -> Profile:
    extra = {k: v for k, v in payload.items() if k not in (*_KNOWN, "version")}
    return Profile(**{name: payload[name] for name in _KNOWN}, extra=extra)


def dump_profile(profile: Profile) -> bytes:
    """Write JSON."""
    known = {name: getattr(profile, name) for name in _KNOWN}
    return json.dumps({"version": CURRENT_VERSION} | known | profile.extra).encode("ascii")


class _Old:
    payload: dict[str, Any]

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.payload = state


def load_legacy_pickle(data: bytes) -> Profile:
    """Unpickle with a mapping of names."""

    class Unpickler(pickle.Unpickler):
        def find_class(self, module: str, name: str, /) -> Any:
            return dict.fromkeys(LEGACY_CLASSES, _Old)[module, name]

    try:
        old: Any = Unpickler(io.BytesIO(data)).load()
        payload = old.payload
    except Exception as error:
        raise BadPayload(repr(error)) from error
    return _build(upgrade(payload))
