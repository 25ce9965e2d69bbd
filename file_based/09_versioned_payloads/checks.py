import copy
import json
import os
import pickle
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
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
    return answer.Profile("Zoë", 5400, dict(COUNTED))


# ---- task 1: the current version ------------------------------------------------------------


@pytest.mark.task(1)
def test_a_profile_of_today_comes_back(answer: Any, zoe: Any) -> None:
    """What dump_profile writes is JSON of version 3, and load_profile reads the same profile."""
    for profile in (zoe, answer.Profile("", 0, {}), answer.Profile("', \"\n\\", 2**60, {"": -1})):
        before = copy.deepcopy(profile)
        data = _dumped(answer, profile)
        expected = {
            "version": 3,
            "name": before.name,
            "play_time": before.play_time,
            "items": before.items,
        }
        rule = "a payload of version 3 has version, name, play_time and items, as they are now"
        _same_fields(json.loads(data), expected, "what dump_profile wrote", rule)
        got = _loaded(answer, data)
        rule = "what was written today must be read as it was"
        _same_fields(asdict(got), asdict(before), "the profile that load_profile gave", rule)
        changed = _changes(asdict(before), asdict(profile))
        assert not changed, (
            f"dump_profile has changed the profile ({changed}): it must leave it as it is"
        )


@pytest.mark.task(1)
def test_unknown_fields_survive(answer: Any) -> None:
    """Fields that this program does not know are in `extra`, and are written again."""
    profile = _loaded(answer, _json(V3 | UNKNOWN))
    _same_fields(
        profile.extra,
        UNKNOWN,
        "extra",
        "it holds exactly the fields that this program does not know. Somebody else has written "
        "them, and wants them back",
    )
    _same_fields(
        json.loads(_dumped(answer, profile)),
        V3 | UNKNOWN,
        "what dump_profile wrote",
        "unknown fields must be written again where they were, beside the known ones",
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
        name = f"from_{version}_to_{version + 1}"
        got = _stepped(answer, name, copy.deepcopy(old) | UNKNOWN)
        lost = [key for key in UNKNOWN if key not in got]
        assert not lost, (
            f"{name} lost the field {lost[0]!r}: "
            "a step changes what it knows, and passes on what it does not know"
        )
        _same_fields(
            {key: value for key, value in got.items() if key != "version"},
            {key: value for key, value in new.items() if key != "version"} | UNKNOWN,
            f"the payload that {name} returned",
            f"the table of the versions says what version {version + 1} holds",
        )


@pytest.mark.task(2)
def test_steps_leave_the_old_payload_alone(answer: Any) -> None:
    """A step gives a new payload, and the old one is as it was, down to its lists."""
    for name, old in (("from_1_to_2", V1), ("from_2_to_3", V2)):
        given = copy.deepcopy(old | UNKNOWN)
        got = _stepped(answer, name, given)
        changed = _changes(old | UNKNOWN, given)
        assert not changed, (
            f"{name} has changed the payload that it was given ({changed}): when a later step "
            "fails, the old payload is all there is"
        )
        assert got is not given, (
            f"{name} returned the very dict that it was given: a step makes a new payload"
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
        got = _loaded(answer, _json(payload))
        _same_fields(
            asdict(got),
            asdict(zoe),
            f"the profile from a payload of {what}",
            "what a field means depends on the version, and only `version` says which one it is",
        )
        given = copy.deepcopy(payload)
        new = _upgraded(answer, given)
        _same_fields(
            new,
            V3,
            f"what upgrade made of a payload of {what}",
            "it returns what the last step made, with today's version in it",
        )
        changed = _changes(payload, given)
        assert not changed, (
            f"upgrade has changed what it was given, a payload of {what} ({changed}): "
            "it makes a new one"
        )


@pytest.mark.task(3)
def test_unknown_fields_of_old_versions_survive(answer: Any) -> None:
    """What was unknown in version 1 or 2 is still there when the profile is written again."""
    for payload in (V1, V2):
        profile = _loaded(answer, _json(payload | UNKNOWN))
        rule = "it holds exactly the unknown fields, and every step passes them on"
        _same_fields(profile.extra, UNKNOWN, "extra", rule)
        written = json.loads(_dumped(answer, profile))
        rule = "the old fields are migrated, the unknown ones as they were"
        _same_fields(written, V3 | UNKNOWN, "what dump_profile wrote", rule)


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
                # With a name: upgrade may look whether the current version's fields are there.
                return {"name": "Zoë", **old, "trace": [*old.get("trace", []), version]}

            monkeypatch.setitem(answer.MIGRATIONS, version, spy)
        return calls

    return spies


@pytest.mark.task(3)
def test_each_step_runs_once_and_in_order(answer: Any, spies: Spies) -> None:
    """From version 1 both registered steps run, from 2 only the second, from 3 none."""
    calls = spies(2, 1)  # registered in another order
    for payload, expected in ((V1, [1, 2]), (V2, [2]), (V3, [])):
        calls.clear()
        got = _upgraded(answer, copy.deepcopy(payload))
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
        left = f"the check has taken steps out of MIGRATIONS (left: from {there or 'none'})"
        for payload in whole:
            what = f"upgrade of a payload of version {payload['version']}"
            try:
                got = _upgraded(answer, copy.deepcopy(payload))
            except answer.MissingStep as error:
                raise AssertionError(
                    f"{left}, and {what} raised MissingStep (“{error}”): on its way no step is "
                    "missing, and other steps are not needed"
                ) from None
            assert got.get("version") == 3, (
                f"{left}, and {what} returned version {got.get('version')}: on its way no step is "
                "missing, and it ends at version 3"
            )
        calls = [(answer.upgrade, copy.deepcopy(payload), payload) for payload in broken]
        calls += [(answer.load_profile, _json(payload), payload) for payload in broken]
        for call, argument, payload in calls:
            what = f"{call.__name__} of a payload of version {payload.get('version', 1)}"
            try:
                call(argument)
            except answer.MissingStep:
                continue
            except NotImplementedError:
                raise
            except Exception as error:
                rule = "a gap in the chain has an error of its own, MissingStep"
                how = _other_error(error, answer.MissingStep, rule)
                raise AssertionError(f"{left}, and {what} {how}") from None
            raise AssertionError(
                f"{left}, and {what} raised no error: a gap in the chain is an error"
            )


# ---- task 4: what is refused ----------------------------------------------------------------


@pytest.mark.task(4)
def test_a_newer_version_is_refused(answer: Any, zoe: Any) -> None:
    """A payload of version 4 or more raises UpgradeRequired, whatever is in it."""
    assert _loaded(answer, _json(V3)) == zoe, "version 3 is the current one"
    for payload in (V3 | {"version": 4}, V3 | {"version": 1000}, {"version": 4}):
        for call, argument in (
            (answer.load_profile, _json(payload)),
            (answer.upgrade, copy.deepcopy(payload)),
        ):
            what = f"{call.__name__} of a payload of version {payload['version']}"
            try:
                got = call(argument)
            except answer.UpgradeRequired:
                continue
            except NotImplementedError:
                raise
            except Exception as error:
                how = _other_error(error, answer.UpgradeRequired, _TOO_NEW)
                raise AssertionError(f"{what} {how}") from None
            raise AssertionError(
                f"{what} returned {got!r}: "
                "nobody knows today what its fields mean, not even those with a known name"
            )


@pytest.mark.task(4)
def test_what_is_no_profile_is_refused(answer: Any, zoe: Any) -> None:
    """Other JSON, no JSON, an odd version or a missing field raises BadPayload."""
    assert _loaded(answer, _json(V2)) == zoe, "a good payload is read"
    calls: list[tuple[Callable[[Any], Any], str, Any]] = [
        (answer.load_profile, "no JSON", b"{'nick': 1}"),
        (answer.load_profile, "empty bytes", b""),
        (answer.load_profile, "bytes that are no UTF-8", b'{"name": "\xff"}'),
        (answer.load_profile, "a JSON list", _json([V3])),
        (answer.load_profile, "JSON null", b"null"),
        (answer.load_profile, "JSON text", b'"version"'),
    ]
    payloads: dict[str, dict[str, Any]] = {}
    for version in ("2", None, 2.5, 0, -1, [3], True):
        payloads[f"a payload with the version {version!r}"] = V3 | V2 | {"version": version}
    for number, payload in enumerate((V1, V2, V3), start=1):
        for name in ("nick", "name", "play_time", "items"):
            if name in payload:
                rest = {key: value for key, value in payload.items() if key != name}
                payloads[f"version {number} without {name}"] = rest
    calls += [(answer.load_profile, what, _json(payload)) for what, payload in payloads.items()]
    calls += [(answer.upgrade, what, copy.deepcopy(payload)) for what, payload in payloads.items()]
    for call, what, argument in calls:
        try:
            got = call(argument)
        except answer.BadPayload:
            continue
        except (KeyError, TypeError, ValueError, AttributeError, answer.MissingStep) as error:
            how = f"raised {type(error).__name__}"
        else:
            how = f"gave {got!r}"
        raise AssertionError(
            f"{call.__name__} of {what} {how}: what is no profile raises BadPayload, and nothing "
            "is guessed"
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
def test_other_pickles_are_refused(answer: Any, folder: Path, spies: Spies) -> None:
    """Any other pickle, or no pickle at all, raises BadPayload, and no code of it runs."""
    good = _old_pickle("game.models", "Player", V1)
    got = answer.load_legacy_pickle(good)
    assert isinstance(got, answer.Profile), f"a good pickle gave {got!r}: it is read"
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
        pass
    except Exception as error:
        how = _other_error(error, answer.UpgradeRequired, _TOO_NEW)
        raise AssertionError(f"a pickled player of version 4 {how}") from None
    else:
        raise AssertionError(f"a pickled player of version 4 gave {got!r}: it is too new as well")
    spies(2)
    rule = "the pickle is good and a step is missing, which is MissingStep"
    try:
        got = answer.load_legacy_pickle(good)
    except answer.MissingStep:
        return
    except Exception as error:
        how = _other_error(error, answer.MissingStep, rule)
    else:
        how = f"gave {got!r}: {rule}"
    raise AssertionError(
        f"with no step from version 1 in MIGRATIONS, a pickled player of version 1 {how}"
    )


# ---- helpers --------------------------------------------------------------------------------


def _json(payload: object) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


def _loaded(answer: Any, data: bytes) -> Any:
    """What load_profile makes of the data, which is a Profile."""
    got = answer.load_profile(data)
    assert isinstance(got, answer.Profile), (
        f"load_profile returned {type(got).__name__}: it returns a Profile"
    )
    return got


def _dumped(answer: Any, profile: Any) -> bytes:
    """What dump_profile makes of the profile, which is JSON in bytes."""
    data = answer.dump_profile(profile)
    assert isinstance(data, bytes), (
        f"dump_profile returned {type(data).__name__}: a payload is stored as bytes"
    )
    try:
        json.loads(data)
    except ValueError:
        raise AssertionError(f"dump_profile wrote {data[:60]!r}: a payload is JSON") from None
    return data


def _stepped(answer: Any, name: str, old: dict[str, Any]) -> Mapping[str, Any]:
    """What a step makes of the payload, which is another payload."""
    step = getattr(answer, name)
    assert callable(step), f"{name} is {step!r}: a decorator gives the function back as it is"
    got = step(old)
    assert isinstance(got, Mapping), f"{name} returned {got!r}: a step returns a new payload"
    return got


def _upgraded(answer: Any, payload: dict[str, Any]) -> Mapping[str, Any]:
    """What upgrade makes of the payload, which is another payload."""
    got = answer.upgrade(payload)
    assert isinstance(got, Mapping), f"upgrade returned {got!r}: it returns a new payload"
    return got


def _same_fields(got: Any, expected: Mapping[str, Any], what: str, rule: str) -> None:
    """Fail with the first field that differs, in both its values."""
    assert isinstance(got, Mapping), f"{what} is a {type(got).__name__}: {rule}"
    for key, value in expected.items():
        assert key in got, f"{what} has no field {key!r}: {rule}"
        assert got[key] == value, f"{key!r} is {got[key]!r} and not {value!r} in {what}: {rule}"
    more = [key for key in got if key not in expected]
    assert not more, f"{what} has the unexpected field {more[0]!r}: {rule}"


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Which field is not as it was, and how it was."""
    for key in {**before, **after}:
        if key not in after:
            return f"{key!r} was {before[key]!r} and is gone now"
        if key not in before:
            return f"{key!r} was not there and is {after[key]!r} now"
        if before[key] != after[key]:
            return f"{key!r} was {before[key]!r} and is {after[key]!r} now"
    return ""


_TOO_NEW = "it is too new, which is UpgradeRequired, whatever its fields are"


def _other_error(error: Exception, expected: type[Exception], rule: str) -> str:
    """What was raised in place of the expected error, and why that is wrong."""
    said = f"raised {type(error).__name__} (“{error}”)"
    if isinstance(error.__context__, expected):
        return (
            f"{said} in place of the {expected.__name__} that an `except` had caught: "
            "`except Exception` catches every error, also those that the caller must get"
        )
    return f"{said}: {rule}"


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
