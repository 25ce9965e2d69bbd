import copy
import hashlib
import json
import os
import random
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from runner.api import Race, datasets


@pytest.fixture
def game(answer: Any) -> Callable[..., Any]:
    """Make a game whose dice have been used: an odd number of gauss() leaves one number over."""

    def game(number: int = 0, **changes: Any) -> Any:
        rng = random.Random(number)
        rng.gauss()
        fields = {
            "hero": "Zoë",
            "health": 0.1 + 0.2,
            "position": (number, -1),
            "inventory": {"🗝️": 1, "rope": 2**70},
            "opened": {"cellar", "O'Brien's"},
            "seed": number,
            "rng": rng,
        }
        return answer.GameState(**(fields | changes))

    return game


@pytest.fixture
def store(answer: Any, folder: Path) -> Any:
    """A store that keeps three saves."""
    return answer.SaveStore(folder / "saves", keep=3)


# ---- task 1: a game comes back --------------------------------------------------------------


@pytest.mark.task(1)
def test_a_game_comes_back_exactly(store: Any, game: Callable[..., Any], answer: Any) -> None:
    """Every field of a loaded game has the value and the type of the saved one."""
    empty = {"hero": "", "health": -0.0, "inventory": {}, "opened": set()}
    names = datasets.HOSTILE_NAMES
    for state in (
        game(),
        game(2**40, **empty),
        game(hero="\n".join(names), inventory=dict.fromkeys(names, 0), opened=set(names)),
    ):
        before = copy.deepcopy(state)
        store.save(state, "quick")
        result = store.load("quick")
        assert isinstance(result, answer.LoadResult), (
            f"load() returned {type(result).__name__}: it returns a LoadResult"
        )
        assert isinstance(result.state, answer.GameState), (
            f"LoadResult.state is {result.state!r}: it is the game"
        )
        for name in ("hero", "health", "position", "inventory", "opened", "seed"):
            got, expected = getattr(result.state, name), getattr(before, name)
            assert type(got) is type(expected), (
                f"{name} was {type(expected).__name__} {expected!r} and came back as "
                f"{type(got).__name__}: a game comes back with the types that it had"
            )
            assert got == expected, f"{name} must come back as it was saved"
        assert result.from_backup is False, "from_backup is False where nothing is damaged"
        assert state == before, "save() has changed the game: the player plays on with it"


@pytest.mark.task(1)
def test_the_dice_go_on(store: Any, game: Callable[..., Any]) -> None:
    """A restored game rolls the next hundred dice that the saved game rolls."""
    for number in (0, 7):
        state = game(number)
        for _ in range(number):
            state.rng.random()
        twin = copy.deepcopy(state.rng)
        store.save(state, "quick")
        restored = store.load("quick").state.rng
        assert isinstance(restored, random.Random), (
            f"rng came back as {type(restored).__name__}: it is a random.Random"
        )
        expected = _dice(twin)
        assert _dice(state.rng) == expected, (
            "after save() the game itself rolls other dice than without: saving uses no dice"
        )
        assert _dice(restored) == expected, (
            "the restored game rolls other dice than the saved one: how far a random generator "
            "has come is in its state, not in its seed"
        )


@pytest.mark.task(1)
def test_a_save_is_there_at_the_next_start(
    answer: Any, store: Any, game: Callable[..., Any], folder: Path
) -> None:
    """A later program, with a store of its own, loads the newest save; an empty slot raises."""
    for number in (1, 2):
        info = store.save(game(number), "quick")
        assert isinstance(info, answer.SaveInfo), (
            f"save() returned {type(info).__name__}: it returns a SaveInfo"
        )
        assert info.slot == "quick", "SaveInfo.slot is the slot's name"
        later = answer.SaveStore(folder / "saves", keep=3)
        got = later.load("quick").state
        assert got == game(number), "the newest save must be loaded"
    try:
        result = store.load("slow")
    except answer.NoSuchSlot:
        return
    raise AssertionError(
        f"load() of a slot that nobody has saved in returned {result!r}: it raises NoSuchSlot"
    )


# ---- task 2: names --------------------------------------------------------------------------


@pytest.mark.task(2)
def test_bad_names_are_refused(
    answer: Any, store: Any, game: Callable[..., Any], folder: Path
) -> None:
    """A name that is not allowed raises BadSlotName everywhere, and nothing is written."""
    for good in ("a", "Z" * 50, "-", "__init__", "2026-05-01_b"):
        store.save(game(), good)
        assert store.load(good).state == game(), f"the name {good!r} is allowed"
    before = _files(folder)
    bad = ["", ".", "..", "../x", "a/b", "/x", str(folder / "x"), "a\\b", "a.b", "C:", "a b", "é"]
    bad += ["٣", "quick\n", "\n", "a\0b", "x" * 51, "x" * 300]
    for slot in bad:
        for call in (store.save, store.load, store.saves):
            arguments = (game(), slot) if call == store.save else (slot,)
            try:
                call(*arguments)
            except answer.BadSlotName:
                continue
            except (OSError, ValueError, LookupError) as error:
                how = f"raised {type(error).__name__}"
            else:
                how = "was accepted"
            new = sorted(_files(folder) - before)
            raise AssertionError(
                f"{call.__name__}() with the name {slot[:60]!r} {how}"
                f"{f', and wrote {new[0]}' if new else ''}: a name that becomes part of a path "
                "is checked first, and every other name than the allowed ones is refused"
            )
    assert _files(folder) == before, "a refused name must leave no file and no folder behind"


@pytest.mark.task(2)
def test_slots_do_not_mix(store: Any, game: Callable[..., Any]) -> None:
    """Slots with similar names keep their own games, and slots() names each of them once."""
    assert store.slots() == [], "a new directory has no slots"
    names = ["quick", "quick-1", "quick_1", "1", "quick-1-1", "q", "uick", "quick1", "save"]
    for turn in range(4):
        for number, name in enumerate(names):
            store.save(game(10 * turn + number), name)
    for number, name in enumerate(names):
        got = store.load(name).state.position
        assert got == (30 + number, -1), (
            f"slot {name!r} gave the game of another save: what belongs to {name!r} must be told "
            "from what belongs to a slot whose name begins or ends alike"
        )
    got = store.slots()
    assert got == sorted(names), "slots() gives each slot's name once, in alphabetical order"


# ---- task 3: the last saves -----------------------------------------------------------------


@pytest.mark.task(3)
def test_the_last_saves_are_kept(
    answer: Any, store: Any, game: Callable[..., Any], folder: Path
) -> None:
    """Of twelve saves the last three are there, the newest first, and no others."""
    assert store.saves("quick") == [], "a slot without a save has an empty list of saves"
    for number in range(12):
        if number == 6:  # the program is started again
            store = answer.SaveStore(folder / "saves", keep=3)
        info = store.save(game(number), "quick")
        got = store.saves("quick")
        expected = min(number + 1, 3)
        assert len(got) == expected, (
            f"saves() gave {len(got)} saves after {number + 1}: with keep=3 it is {expected}"
        )
        assert got[0].path == info.path, (
            f"the save after {number} others is not the first that saves() gives: "
            "the newest comes first"
        )
        assert store.load("quick").state.position == (number, -1), (
            f"after {number + 1} saves load() gave an older game: the newest comes first"
        )
    contents = [save.path.read_bytes() for save in store.saves("quick")]
    assert len(set(contents)) == 3, "the three saves must be three different files"
    there = _large_files(folder / "saves")
    assert there <= 3, (
        f"{there} saves are on the disk after 12 with keep=3: what is older is removed"
    )
    answer.SaveStore(folder / "saves", keep=2).save(game(12), "quick")
    there = _large_files(folder / "saves")
    assert there <= 2, (
        f"a store with keep=2 has saved after one with keep=3, and {there} saves are on the disk: "
        "all that is older than the last two is removed, however much it is"
    )
    one = answer.SaveStore(folder / "one", keep=1)
    for number in range(2):
        one.save(game(number), "quick")
    assert len(one.saves("quick")) == 1, "with keep=1 only the newest save is kept"


@pytest.mark.task(3)
def test_the_clock_may_be_wrong(store: Any, game: Callable[..., Any]) -> None:
    """The newest save is the one that was made last, also when the clock has been set back."""
    for number in range(5):
        info = store.save(game(number), "quick")
        # As if this save had been made on a computer whose clock was years ahead.
        ahead = datetime(2099, 1, 1, tzinfo=UTC) - timedelta(days=number)
        head, _, payload = info.path.read_bytes().partition(b"\n")
        if b'"saved_at"' in head:
            header = json.loads(head) | {"saved_at": ahead.isoformat()}
            info.path.write_bytes(json.dumps(header).encode() + b"\n" + payload)
        os.utime(info.path, (ahead.timestamp(), ahead.timestamp()))
        got = store.load("quick").state.position[0]
        assert got == number, (
            f"after {number + 1} saves, made while the clock went backwards, load() gave number "
            f"{got + 1}: the order of saves must not depend on a clock"
        )
    assert len(store.saves("quick")) == 3, "the last three are kept"


# ---- task 4: the header ---------------------------------------------------------------------


@pytest.fixture
def far_from_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set the local time nine hours ahead of UTC."""
    monkeypatch.setenv("TZ", "JST-9")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.task(4)
@pytest.mark.usefixtures("far_from_utc")
def test_a_save_begins_with_a_header(store: Any, game: Callable[..., Any]) -> None:
    """The first line says version, SHA-256 of the rest, and when it was saved, in UTC."""
    for number in range(3):
        start = datetime.now(UTC)
        info = store.save(game(number), "quick")
        end = datetime.now(UTC)
        line, _, payload = info.path.read_bytes().partition(b"\n")
        try:
            header = json.loads(line)
        except ValueError:
            header = None
        assert isinstance(header, dict), (
            f"the first line of the file begins {line[:40]!r}: it is a JSON object"
        )
        missing = {"version", "sha256", "saved_at"} - set(header)
        assert not missing, f"the header lacks {', '.join(sorted(missing))}: it describes the save"
        assert header["version"] == 1, "the version of this format is 1"
        assert payload, "there are no bytes after the first line: that is where the game is"
        assert header["sha256"] == hashlib.sha256(payload).hexdigest(), (
            "sha256 is not the SHA-256 of the bytes after the first line: "
            "a checksum must cover exactly what is read back"
        )
        written = _moment(header["saved_at"])
        listed = store.saves("quick")[0].saved_at
        given = (
            ("saved_at of what save() returned", info.saved_at),
            ("saved_at of what saves() gave", listed),
        )
        for where, moment in (("the header's saved_at", written), *given):
            assert isinstance(moment, datetime), f"{where} is {moment!r}: it is a date with a time"
            assert moment.utcoffset() == timedelta(0), (
                f"{where} is {moment.isoformat()}: a time without its zone means another moment "
                "in every zone, so a save's time is aware, and in UTC"
            )
            second = timedelta(seconds=1)
            assert start - second <= moment <= end + second, (
                f"{where} is {moment - end} from now: a local time with the label UTC is wrong"
            )
        for where, moment in given:
            assert moment == written, (
                f"{where} is {moment.isoformat()}, and the header says {written.isoformat()}: it "
                "is one moment, which is taken once and then stands in the header"
            )


# ---- task 5: damage -------------------------------------------------------------------------


@pytest.mark.task(5)
def test_a_damaged_save_is_not_loaded(store: Any, game: Callable[..., Any]) -> None:
    """With one wrong bit anywhere in the newest save, the one before is loaded, and it says so."""
    for number in range(3):
        store.save(game(number), "quick")
    assert store.load("quick").state == game(2), "all are intact: the newest is loaded"
    newest, *older = store.saves("quick")
    good = newest.path.read_bytes()
    start = good.index(b"\n") + 1
    damaged = {f"bit {i % 8} of byte {i:,} flipped": _flip(good, i) for i in
               [*range(start, len(good), 131), len(good) - 1]}  # fmt: skip
    damaged |= {f"cut off after {n:,} bytes": good[:n] for n in (0, 1, 40, start, len(good) - 1)}
    damaged |= {"a second save behind it": good + good, "nothing but zeros": bytes(len(good))}
    for what, data in damaged.items():
        newest.path.write_bytes(data)
        result = _load(store, f"the newest save was damaged ({what})")
        is_older = result.state == game(1)
        assert is_older, (
            f"the newest save was damaged ({what}) and load() gave a game at "
            f"{result.state.position}: damage can leave a file that still reads well, so the "
            "checksum decides, and the save before is loaded"
        )
        assert result.from_backup is True, (
            "an older save was loaded and from_backup is not True: the player must be told"
        )
        listed = [save.path for save in store.saves("quick")]
        assert listed == [save.path for save in older], "saves() gives only saves that are intact"
    for i in range(0, start, 3):  # in the header, a wrong bit may go unnoticed and do no harm
        newest.path.write_bytes(_flip(good, i))
        result = store.load("quick")
        assert result.state == game(1 if result.from_backup else 2), (
            "the game of another save was loaded: from_backup says which of them it is"
        )
    second = older[0].path.read_bytes()
    newest.path.write_bytes(_flip(good, -9))
    older[0].path.write_bytes(_flip(second, -9))
    result = _load(store, "the two newest saves were damaged")
    assert result.state == game(0), (
        "the two newest saves were damaged, and the third was not loaded: "
        "load() goes back until a save is intact"
    )
    older[0].path.write_bytes(second)
    newest.path.write_bytes(good)
    assert store.load("quick").from_backup is False, (
        "the newest save is intact again, and the load says from_backup: nothing was damaged on "
        "its way"
    )


@pytest.mark.task(5)
def test_without_an_intact_save_it_says_so(
    answer: Any, store: Any, game: Callable[..., Any], folder: Path
) -> None:
    """Where every save of a slot is damaged, load() raises; a new save is loaded as usual."""
    for number in range(2):
        store.save(game(number), "quick")
    damaged = [_flip(save.path.read_bytes(), -9) for save in store.saves("quick")]
    for save, data in zip(store.saves("quick"), damaged, strict=True):
        save.path.write_bytes(data)
    try:
        result = store.load("quick")
    except answer.AllSavesDamaged:
        pass
    except answer.NoSuchSlot:
        raise AssertionError(
            "all saves are damaged and load() raised NoSuchSlot: the player had saved"
        ) from None
    else:
        raise AssertionError(
            f"all saves are damaged and load() returned {type(result).__name__}: "
            "it raises AllSavesDamaged"
        )
    store.save(game(8), "quick")
    assert store.load("quick").state == game(8), "a save after the damage must be loaded"
    assert store.load("quick").from_backup is False, (
        "a new save was loaded as a backup: it is the newest, and intact"
    )
    for number in (9, 10):
        store.save(game(number), "quick")
    left = [name for name, data in _contents(folder).items() if data in damaged]
    assert not left, (
        f"after three more saves with keep=3, the damaged {left[0]} is still there: "
        "what is older than the last three is removed, damaged or not"
    )


# ---- task 6: a full disk --------------------------------------------------------------------


@pytest.mark.task(6)
def test_a_full_disk_changes_nothing(
    answer: Any, store: Any, game: Callable[..., Any], folder: Path, race: Race
) -> None:
    """Without room for a save: OSError, every older save as it was, and no other file or slot."""
    sizes = [store.save(game(number), "quick").path.stat().st_size for number in range(3)]
    size = max(sizes)
    before = _contents(folder)

    def save_into(slot: str) -> None:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, most))
        store.save(game(9), slot)

    room = f"a save of {size:,} bytes with room for only {size // 2:,}"
    for slot in ("quick", "quick", "first"):
        outcome: Any
        (outcome,) = race(
            lambda _, slot=slot: save_into(slot), workers=1, processes=True, seconds=8
        )
        after = _contents(folder)
        harmed = sorted(name for name in before if after.get(name) != before[name])
        assert not harmed, (
            f"after {room}, {harmed[0]} is {'changed' if harmed[0] in after else 'gone'}: "
            "nothing that is good may be touched before the new save is complete"
        )
        assert outcome.error is not None, f"{room} returned as if it had worked: OSError is needed"
        assert "OSError" in outcome.error.bases, (
            f"{room} raised {outcome.error}: the caller must get the OSError"
        )
        left = sorted(set(after) - set(before))
        assert not left, f"{room} left {left[0]} behind: a failed save must leave no file"
    assert store.load("quick").state == game(2), "the newest save is still the one before"
    assert store.slots() == ["quick"], (
        "slots() names a slot whose first save failed: there is no save in it"
    )
    try:
        store.load("first")
    except answer.NoSuchSlot:
        pass
    except answer.AllSavesDamaged:
        raise AssertionError(
            "the first save of a slot failed, and load() raised AllSavesDamaged: there is no save "
            "in it, so nothing is damaged"
        ) from None
    store.save(game(9), "quick")
    assert store.load("quick").state == game(9), "with room again, the next save must work"


# ---- helpers --------------------------------------------------------------------------------


def _dice(rng: random.Random) -> list[float]:
    return [rng.gauss(), *(rng.randint(1, 6) for _ in range(100)), rng.gauss()]


def _flip(data: bytes, index: int) -> bytes:
    changed = bytearray(data)
    changed[index] ^= 1 << index % 8
    return bytes(changed)


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def _contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in _files(folder)
            if (folder / name).is_file()}  # fmt: skip


def _large_files(folder: Path) -> int:
    """How many files could hold a game: its dice alone are 625 numbers."""
    return sum(len(data) > 1_000 for data in _contents(folder).values())


def _load(store: Any, damage: str) -> Any:
    try:
        return store.load("quick")
    except Exception as error:
        raise AssertionError(
            f"{damage} and load() raised {type(error).__name__}: "
            "where an older save is intact, it is loaded"
        ) from error


def _moment(text: object) -> Any:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return text
