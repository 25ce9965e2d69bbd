import copy
import json
import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ITEMS = ["rope", "🗝️", "rope", "O'Brien's map", "rope"]
COUNTED = {"rope": 3, "🗝️": 1, "O'Brien's map": 1}
UNKNOWN = {"theme": {"dark": True, "sizes": [1, None, 2.5]}, "": "", "extra": {"a": 1}, "Ünk": None}

V1 = {"nick": "Zoë", "play_time": 90, "items": ITEMS}
V2 = {"version": 2, "nick": "Zoë", "play_time": 5400, "items": ITEMS}
V3 = {"version": 3, "name": "Zoë", "play_time": 5400, "items": COUNTED}

type Spies = Callable[..., list[int]]


@pytest.fixture
def zoe(answer: Any) -> Any:
    """The profile that is in V1, V2 and V3."""
    return answer.Profile("Zoë", 5400, COUNTED)


# ---- task 1: the current version ------------------------------------------------------------


@pytest.mark.task(1)
def test_a_profile_of_today_comes_back(answer: Any, zoe: Any) -> None:
    """What dump_profile writes is JSON of version 3, and load_profile reads the same profile."""
    for profile in (zoe, answer.Profile("", 0, {}), answer.Profile("', \"\n\\", 2**60, {"": -1})):
        before = copy.deepcopy(profile)
        data = answer.dump_profile(profile)
        assert isinstance(data, bytes), (
            f"dump_profile returned {type(data).__name__}: a payload is stored as bytes"
        )
        payload = json.loads(data)
        expected = {
            "version": 3,
            "name": before.name,
            "play_time": before.play_time,
            "items": before.items,
        }
        assert payload == expected, "a payload of version 3 has these four fields"
        got = answer.load_profile(data)
        assert isinstance(got, answer.Profile), (
            f"load_profile returned {type(got).__name__}: it returns a Profile"
        )
        assert got == before, "what was written today must be read as it was"
        assert profile == before, "dump_profile must leave the profile as it is"


@pytest.mark.task(1)
def test_unknown_fields_survive(answer: Any) -> None:
    """Fields that this program does not know are in `extra`, and are written again."""
    profile = answer.load_profile(_json(V3 | UNKNOWN))
    assert profile.extra == UNKNOWN, (
        "extra must hold exactly the fields that this program does not know: "
        "somebody else has written them, and wants them back"
    )
    written = json.loads(answer.dump_profile(profile))
    assert written == V3 | UNKNOWN, (
        "unknown fields must be written again where they were, beside the known ones"
    )


# ---- task 2: the steps ----------------------------------------------------------------------


@pytest.mark.task(2)
def test_steps_are_registered(answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """migrates(n) puts a function into MIGRATIONS, and refuses a second one for the same n."""
    registered = answer.MIGRATIONS
    assert sorted(registered) == [1, 2], (
        f"MIGRATIONS has steps from the versions {sorted(registered)}: "
        "the two steps must be registered as from 1 and from 2"
    )
    for version, name in ((1, "from_1_to_2"), (2, "from_2_to_3")):
        assert getattr(registered[version], "__name__", "") == name, (
            f"the step from {version} is {registered[version]!r}: it must be {name}"
        )
    monkeypatch.setitem(registered, 70, None)  # so that it is taken out again afterwards
    del registered[70]

    def step(old: Any) -> dict[str, Any]:
        return dict(old)

    got = answer.migrates(70)(step)
    assert got is step, f"the decorator returned {got!r}: it gives the function back as it is"
    assert registered.get(70) is step, (
        "the decorated function is not in MIGRATIONS: migrates() registers it there"
    )
    try:
        answer.migrates(70)(lambda old: dict(old))
    except ValueError:
        assert registered[70] is step, (
            "the second step has taken the place of the first: what is refused is not registered"
        )
        return
    raise AssertionError(
        "a second step from version 70 was accepted: which one is right would be a guess"
    )


@pytest.mark.task(2)
def test_each_step_does_its_part(answer: Any) -> None:
    """One step makes seconds of minutes; the other renames `nick` and counts the items."""
    for version, old, new in (
        (1, V1, V2),
        (1, {"nick": "", "play_time": 0, "items": []}, {"nick": "", "play_time": 0, "items": []}),
        (2, V2, V3),
        (2, {"nick": "A", "play_time": 1, "items": []}, {"name": "A", "play_time": 1, "items": {}}),
    ):
        step = getattr(answer, f"from_{version}_to_{version + 1}")
        got = dict(step(copy.deepcopy(old) | UNKNOWN))
        lost = [key for key in UNKNOWN if key not in got]
        assert not lost, (
            f"{step.__name__} lost the field {lost[0]!r}: "
            "a step changes what it knows, and passes on what it does not know"
        )
        got.pop("version", None)
        expected = {key: value for key, value in new.items() if key != "version"} | UNKNOWN
        assert got == expected, (
            f"{got} is not version {version + 1} of the payload: see the table of the versions"
        )


@pytest.mark.task(2)
def test_steps_leave_the_old_payload_alone(answer: Any) -> None:
    """A step gives a new payload, and the old one is as it was, down to its lists."""
    for step, old in ((answer.from_1_to_2, V1), (answer.from_2_to_3, V2)):
        given = copy.deepcopy(old | UNKNOWN)
        got = step(given)
        assert got is not given, (
            f"{step.__name__} returned the very dict that it was given: a step makes a new payload"
        )
        assert given == old | UNKNOWN, (
            f"{step.__name__} has changed the payload that it was given: when a later step fails, "
            "the old payload is all there is"
        )


# ---- task 3: older versions -----------------------------------------------------------------


@pytest.mark.task(3)
def test_older_versions_load(answer: Any, zoe: Any) -> None:
    """Version 1 (with or without saying so), version 2 and version 3 give equal profiles."""
    for what, payload in (
        ("version 3", V3),
        ("version 2", V2),
        ("version 1", {"version": 1} | V1),
        ("no version, which is version 1", V1),
    ):
        got = answer.load_profile(_json(payload))
        assert got == zoe, (
            f"a payload of {what} gave another profile: what a field means depends on the version, "
            "and only `version` says which one it is"
        )
        before = copy.deepcopy(payload)
        new = answer.upgrade(payload)
        assert new == V3, (
            f"upgrade of a payload of {what} gave something else than the payload of version 3: "
            "it returns what the last step made, with today's version in it"
        )
        assert payload == before, (
            f"upgrade has changed the payload of {what} that it was given: it makes a new one"
        )


@pytest.mark.task(3)
def test_unknown_fields_of_old_versions_survive(answer: Any) -> None:
    """What was unknown in version 1 or 2 is still there when the profile is written again."""
    for payload in (V1, V2):
        profile = answer.load_profile(_json(payload | UNKNOWN))
        assert profile.extra == UNKNOWN, "extra must hold exactly the unknown fields"
        written = json.loads(answer.dump_profile(profile))
        assert written == V3 | UNKNOWN, "the old fields are migrated, the unknown ones as they were"


@pytest.fixture
def spies(answer: Any, monkeypatch: pytest.MonkeyPatch) -> Spies:
    """Put other steps into MIGRATIONS, which note when they are called."""

    def spies(*versions: int) -> list[int]:
        calls: list[int] = []
        for version in list(answer.MIGRATIONS):
            monkeypatch.delitem(answer.MIGRATIONS, version)
        for version in versions:

            def spy(old: Any, version: int = version) -> dict[str, Any]:
                calls.append(version)
                return {**old, "trace": [*old.get("trace", []), version]}

            monkeypatch.setitem(answer.MIGRATIONS, version, spy)
        return calls

    return spies


@pytest.mark.task(3)
def test_each_step_runs_once_and_in_order(answer: Any, spies: Spies) -> None:
    """From version 1 both registered steps run, from 2 only the second, from 3 none."""
    calls = spies(2, 1)  # registered in another order
    for payload, expected in ((V1, [1, 2]), (V2, [2]), (V3, [])):
        calls.clear()
        got = answer.upgrade(payload)
        assert calls == expected, (
            f"from version {payload.get('version', 1)} the registered steps {calls} ran: every "
            "step in MIGRATIONS from that version on runs once, in the order of the versions"
        )
        assert got.get("trace", []) == expected, "each step gets what the one before it returned"
        assert got.get("version") == 3, "at the end the payload's version is the current one"


@pytest.mark.task(3)
def test_a_missing_step_is_an_error(answer: Any, spies: Spies) -> None:
    """Where a step is missing on the way, MissingStep is raised; else it is not needed."""
    for there, broken, whole in (([1], [V1, V2], [V3]), ([2], [V1], [V2, V3]), ([], [V1], [V3])):
        spies(*there)
        for payload in whole:
            assert answer.upgrade(payload)["version"] == 3, "no step is missing on this way"
        for payload in broken:
            try:
                got = answer.upgrade(payload)
            except answer.MissingStep:
                continue
            except KeyError as error:
                raise AssertionError(
                    f"a step is missing, and the caller got KeyError({error}): "
                    "a gap in the chain has an error of its own, MissingStep"
                ) from None
            raise AssertionError(
                f"from version {payload.get('version', 1)}, with steps only from {there}, upgrade "
                f"returned version {got.get('version')}: a gap in the chain is an error"
            )


# ---- task 4: what is refused ----------------------------------------------------------------


@pytest.mark.task(4)
def test_a_newer_version_is_refused(answer: Any, zoe: Any) -> None:
    """A payload of version 4 or more raises UpgradeRequired, whatever is in it."""
    assert answer.load_profile(_json(V3)) == zoe, "version 3 is the current one"
    for payload in (V3 | {"version": 4}, V3 | {"version": 1000}, {"version": 4}):
        for call, argument in ((answer.load_profile, _json(payload)), (answer.upgrade, payload)):
            try:
                got = call(argument)
            except answer.UpgradeRequired:
                continue
            raise AssertionError(
                f"{call.__name__} of a payload of version {payload['version']} returned {got!r}: "
                "nobody knows today what its fields mean, not even those with a known name"
            )


@pytest.mark.task(4)
def test_what_is_no_profile_is_refused(answer: Any, zoe: Any) -> None:
    """Other JSON, no JSON, an odd version or a missing field raises BadPayload."""
    assert answer.load_profile(_json(V2)) == zoe, "a good payload is read"
    payloads: dict[str, bytes] = {
        "no JSON": b"{'nick': 1}",
        "empty bytes": b"",
        "bytes that are no UTF-8": b'{"name": "\xff"}',
        "a JSON list": _json([V3]),
        "JSON null": b"null",
        "JSON text": b'"version"',
    }
    for version in ("2", None, 2.5, 0, -1, [3]):
        payloads[f"a payload with the version {version!r}"] = _json(V3 | V2 | {"version": version})
    for number, payload in enumerate((V1, V2, V3), start=1):
        for name in ("nick", "name", "play_time", "items"):
            if name in payload:
                rest = {key: value for key, value in payload.items() if key != name}
                payloads[f"version {number} without {name}"] = _json(rest)
    for what, data in payloads.items():
        try:
            got = answer.load_profile(data)
        except answer.BadPayload:
            continue
        except (KeyError, TypeError, ValueError, AttributeError, answer.MissingStep) as error:
            how = f"raised {type(error).__name__}"
        else:
            how = f"gave {got!r}"
        raise AssertionError(
            f"{what} {how}: what is no profile raises BadPayload, and nothing is guessed"
        )


# ---- task 5: old pickles --------------------------------------------------------------------


@pytest.mark.task(5)
def test_old_pickles_load(answer: Any, zoe: Any) -> None:
    """Pickles of game.models.Player and game.people.Hero give profiles, of both old versions."""
    for place in (("game.models", "Player"), ("game.people", "Hero")):
        for payload in (V1, V2, V1 | {"theme": "dark"}):
            for protocol in (2, 4):
                data = _old_pickle(*place, payload, protocol)
                try:
                    got = answer.load_legacy_pickle(data)
                except answer.BadPayload as error:
                    raise AssertionError(
                        f"a pickle of {'.'.join(place)} was refused ({error}): "
                        "both classes of LEGACY_CLASSES were profiles once"
                    ) from error
                assert isinstance(got, answer.Profile), (
                    f"a pickle of {'.'.join(place)} gave {type(got).__name__}: "
                    "load_legacy_pickle returns a Profile"
                )
                extra = {"theme": "dark"} if "theme" in payload else {}
                assert (got.name, got.play_time, got.items) == ("Zoë", 5400, COUNTED), (
                    f"a {'.'.join(place)} of version {payload.get('version', 1)} gave another "
                    "profile: the attributes are a payload, which takes the same steps"
                )
                assert got.extra == extra, "unknown attributes of the old object must survive"


@pytest.mark.task(5)
def test_no_module_is_put_in_the_place_of_the_old(answer: Any) -> None:
    """After loading, good or bad, there is still no module called game."""
    good = _old_pickle("game.models", "Player", V1)
    for data in (good, _old_pickle("game.people", "Hero", V2), good[:-5]):
        try:
            answer.load_legacy_pickle(data)
        except NotImplementedError:
            raise
        except Exception:  # which one it must be is the business of the next check
            assert data == good[:-5], "a pickle of an old class was refused: it is a profile"

        left = sorted(name for name in sys.modules if name.partition(".")[0] == "game")
        assert not left, (
            f"sys.modules now has {', '.join(left)}: the whole program would see a module that is "
            "not there; an Unpickler can be told where its classes are"
        )


@pytest.mark.task(5)
def test_other_pickles_are_refused(answer: Any, folder: Path) -> None:
    """Any other pickle, or no pickle at all, raises BadPayload, and no code of it runs."""
    good = _old_pickle("game.models", "Player", V1)
    assert answer.load_legacy_pickle(good).name == "Zoë", "a good pickle is read"
    canary = folder / "canary"
    evil = _Evil(canary)
    bad: dict[str, bytes] = {
        "a pickle that makes a folder": pickle.dumps(evil),
        "a player with an object that makes a folder": _old_pickle(
            "game.models", "Player", V1 | {"theme": evil}
        ),
        "a pickle of game.models.Monster": _old_pickle("game.models", "Monster", V1),
        "a pickle of game.people.Player": _old_pickle("game.people", "Player", V1),
        "a pickle of a dict": pickle.dumps(V1),
        "a player without play_time": _old_pickle("game.people", "Hero", {"nick": "A"}),
        "a pickle that is cut off": good[:-5],
        "no pickle": b"not a pickle",
        "empty bytes": b"",
    }
    for what, data in bad.items():
        try:
            answer.load_legacy_pickle(data)
            how = "was accepted"
        except answer.BadPayload:
            how = ""
        except Exception as error:
            how = f"raised {type(error).__name__}"
        assert not canary.exists(), (
            f"{what} has made it: loading a pickle calls whatever the pickle names, so only "
            "the classes that are known may be found"
        )
        assert not how, f"{what} {how}: it raises BadPayload"
    newer = _old_pickle("game.people", "Hero", V3 | {"version": 4})
    try:
        got = answer.load_legacy_pickle(newer)
    except answer.UpgradeRequired:
        return
    raise AssertionError(f"a pickled player of version 4 gave {got!r}: it is too new as well")


# ---- helpers --------------------------------------------------------------------------------


def _json(payload: object) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


class _Evil:
    """Makes a folder when it is loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.path),)


def _old_pickle(module: str, name: str, attributes: dict[str, Any], protocol: int = 4) -> bytes:
    """What the old program wrote: for a moment, its module is there."""
    old = type(name, (), {"__module__": module})
    player = old()
    vars(player).update(attributes)
    there = {"game": ModuleType("game"), module: ModuleType(module)}
    setattr(there[module], name, old)
    sys.modules.update(there)
    try:
        return pickle.dumps(player, protocol)
    finally:
        for each in there:
            del sys.modules[each]
