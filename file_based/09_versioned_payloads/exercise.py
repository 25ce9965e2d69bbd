"""Read what older versions of the program have written, refuse what newer ones have."""

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
    """A player's profile, as the program knows it today.  Given."""

    name: str
    play_time: int  # seconds
    items: dict[str, int]  # how many of each
    extra: dict[str, Any] = field(default_factory=dict)  # fields that this program does not know


class BadPayload(Exception):
    """What was read is not a profile of any version.  Given."""


class UpgradeRequired(Exception):
    """What was read was written by a newer version of the program.  Given."""


class MissingStep(Exception):
    """No migration leads from this version to the next one.  Given."""


def migrates(frm: int) -> Callable[[Migration], Migration]:
    """Register the decorated function in MIGRATIONS as the step from `frm` to `frm + 1`.

    Args:
        frm: The version that the step begins with.

    Returns:
        A decorator, which gives the function back as it is.

    Raises:
        ValueError: There is a step from this version already.  The decorator raises it.
    """
    # TODO task 2
    raise NotImplementedError


# TODO task 2: register the two steps.


def from_1_to_2(old: Mapping[str, Any]) -> dict[str, Any]:
    """Since version 2 `play_time` is in seconds.  In version 1 it was in minutes.

    Args:
        old: A payload of version 1, which stays as it is.

    Returns:
        A new payload.  Its `version` does not matter: `upgrade` sees to that.
    """
    # TODO task 2
    raise NotImplementedError


def from_2_to_3(old: Mapping[str, Any]) -> dict[str, Any]:
    """Since version 3 `nick` is called `name`, and `items` is a dict with numbers, not a list.

    Args:
        old: A payload of version 2, which stays as it is.

    Returns:
        A new payload.  Its `version` does not matter: `upgrade` sees to that.
    """
    # TODO task 2
    raise NotImplementedError


def upgrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Bring a payload to the current version, one registered step after the other.

    Args:
        payload: Of any version up to the current one.  Without a `version` it is of version 1.
            It stays as it is.

    Returns:
        A payload whose `version` is the current one.

    Raises:
        BadPayload: `version` is not a number of 1 or more (as `int`; `True` is none), or a field
            of the payload's version is missing.
        UpgradeRequired: The version is higher than the current one.
        MissingStep: A step on the way is not in MIGRATIONS.
    """
    # TODO task 3: the steps. Task 4: what is refused.
    raise NotImplementedError


def load_profile(data: bytes) -> Profile:
    """Read a profile from JSON of any version.

    Args:
        data: What a program of this or an older version has written.

    Raises:
        BadPayload: This is no JSON object, or a field is missing.
        UpgradeRequired, MissingStep: As `upgrade`.
    """
    # TODO task 1: the current version. Task 3: older ones. Task 4: what is refused.
    raise NotImplementedError


def dump_profile(profile: Profile) -> bytes:
    """Write a profile as JSON of the current version, with the fields that it does not know."""
    # TODO task 1
    raise NotImplementedError


def load_legacy_pickle(data: bytes) -> Profile:
    """Read a profile from a pickle of the days before JSON.

    It holds one object of a class in LEGACY_CLASSES.  The object's attributes are a payload of
    version 1 or 2.

    Args:
        data: The pickle.

    Raises:
        BadPayload: This is no pickle, or it holds anything else.
        UpgradeRequired, MissingStep: As `upgrade`.
    """
    # TODO task 5
    raise NotImplementedError
