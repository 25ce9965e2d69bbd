"""Read what older versions of the program have written, refuse what newer ones have."""

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


def migrates(frm: int) -> Callable[[Migration], Migration]:
    """Register the decorated function in MIGRATIONS as the step from `frm` to `frm + 1`."""

    def register(step: Migration) -> Migration:
        if frm in MIGRATIONS:
            raise ValueError(f"there is a step from version {frm} already: {MIGRATIONS[frm]}")
        MIGRATIONS[frm] = step
        return step

    return register


@migrates(1)
def from_1_to_2(old: Mapping[str, Any]) -> dict[str, Any]:
    """Since version 2 `play_time` is in seconds.  In version 1 it was in minutes."""
    return {**old, "play_time": old["play_time"] * 60}


@migrates(2)
def from_2_to_3(old: Mapping[str, Any]) -> dict[str, Any]:
    """Since version 3 `nick` is called `name`, and `items` is a dict with numbers, not a list."""
    # What this step does not know goes along: a list of fields to keep would lose it.
    new = {key: value for key, value in old.items() if key != "nick"}
    return {**new, "name": old["nick"], "items": dict(Counter(old["items"]))}


def upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Bring a payload to the current version, one registered step after the other."""
    version = payload.get("version", 1)  # the first program did not write one
    if type(version) is not int or version < 1:
        raise BadPayload(f"the version is {version!r}")
    if version > CURRENT_VERSION:
        raise UpgradeRequired(f"version {version} is newer than {CURRENT_VERSION}")
    new = dict(payload)
    for step in range(version, CURRENT_VERSION):
        if step not in MIGRATIONS:
            raise MissingStep(f"no step leads from version {step} to {step + 1}")
        try:
            new = MIGRATIONS[step](new)
        except KeyError as error:
            raise BadPayload(f"a profile of version {step} needs the field {error}") from error
    for name in ("name", "play_time", "items"):
        if name not in new:
            raise BadPayload(f"a profile needs the field {name!r}")
    return {**new, "version": CURRENT_VERSION}


def load_profile(data: bytes) -> Profile:
    """Read a profile from JSON of any version."""
    try:
        payload = json.loads(data)
    except ValueError as error:
        raise BadPayload(f"this is not JSON: {error}") from error
    if not isinstance(payload, dict):
        raise BadPayload(f"this is a JSON {type(payload).__name__}, not an object")
    return _profile(payload)


def dump_profile(profile: Profile) -> bytes:
    """Write a profile as JSON of the current version, with the fields that it does not know."""
    payload = {
        **profile.extra,
        "version": CURRENT_VERSION,
        "name": profile.name,
        "play_time": profile.play_time,
        "items": profile.items,
    }
    return json.dumps(payload, ensure_ascii=False).encode()


def load_legacy_pickle(data: bytes) -> Profile:
    """Read a profile from a pickle of the days before JSON."""
    try:
        old = _LegacyUnpickler(io.BytesIO(data)).load()
    except Exception as error:  # pickle raises almost anything when the bytes are not its own
        raise BadPayload(f"this is no pickle of a player: {error}") from error
    if not isinstance(old, _OldPlayer):
        raise BadPayload(f"this is a pickle of a {type(old).__name__}, not of a player")
    return _profile(vars(old))


def _profile(payload: Mapping[str, Any]) -> Profile:
    fields = upgrade(payload)
    del fields["version"]
    return Profile(fields.pop("name"), fields.pop("play_time"), fields.pop("items"), fields)


class _OldPlayer:
    """Stands in for the classes of old pickles: it only takes their attributes."""


class _LegacyUnpickler(pickle.Unpickler):
    """Gives the stand-in for the old classes, and nothing else in the world."""

    def find_class(self, module: str, name: str, /) -> Any:
        if (module, name) in LEGACY_CLASSES:
            return _OldPlayer
        raise pickle.UnpicklingError(f"{module}.{name} is not allowed")


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


def guess(payload: dict[str, Any]) -> Profile:
    """Look at what is there, and take defaults for what is not."""
    items = payload.get("items", {})
    name = payload.get("name") or payload.get("nick", "?")
    return Profile(name, payload.get("play_time", 0), dict(Counter(items)))


OLD_PICKLE = (
    b"\x80\x02cgame.models\nPlayer\n)\x81}(X\x04\x00\x00\x00nickX\x03\x00\x00\x00Zoe"
    b"X\x09\x00\x00\x00play_timeKZX\x05\x00\x00\x00items](X\x04\x00\x00\x00rope"
    b"X\x03\x00\x00\x00keyX\x04\x00\x00\x00ropeeub."
)
"""What the program of long ago has left: an object of game.models.Player."""


def main() -> None:
    """Guess, and be wrong; then read three versions, a pickle and a newer payload."""
    v1 = {"nick": "Zoë", "play_time": 90, "items": ["rope", "key", "rope"], "theme": "dark"}
    v2 = {**v1, "version": 2, "play_time": 5400}
    v3 = {"version": 3, "name": "Zoë", "play_time": 5400, "items": {"rope": 2, "key": 1}}
    v4 = {"version": 4, "name": "Zoë", "play_time": {"days": 0, "seconds": 5400}, "bag": []}

    print("Guessing, for a player who has played 90 minutes:")
    for number, payload in enumerate((v1, v2, v3, v4), start=1):
        seen = guess(payload)
        print(f"  version {number}: play_time {seen.play_time}, items {seen.items}")
    print(f"  the field theme is gone: {'theme' not in vars(guess(v1))}")
    try:
        pickle.loads(OLD_PICKLE)
    except ModuleNotFoundError as error:
        print(f"  an old pickle: {error}")

    print("Step by step, from the version that is written in it:")
    for number, payload in enumerate((v1, v2, v3, v4), start=1):
        try:
            profile = load_profile(json.dumps(payload).encode())
            print(f"  version {number}: {profile.play_time}, {profile.items}, {profile.extra}")
        except UpgradeRequired as error:
            print(f"  version {number}: UpgradeRequired: {error}")
    profile = load_legacy_pickle(OLD_PICKLE)
    print(f"  an old pickle: {profile.play_time}, {profile.items}")
    print(f"  written again: {dump_profile(profile).decode()}")


if __name__ == "__main__":
    main()
