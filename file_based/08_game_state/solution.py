"""Save slots of a game: exact, with backups, checked for damage."""

import contextlib
import hashlib
import json
import multiprocessing
import random
import re
import resource
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FORMAT_VERSION = 1


@dataclass
class GameState:
    """A game in progress."""

    hero: str
    health: float
    position: tuple[int, int]
    inventory: dict[str, int]
    opened: set[str]  # names of chests
    seed: int  # what the dice were started with
    # Two generators are only equal if they are the same object: so equality leaves it out.
    rng: random.Random = field(compare=False)


@dataclass(frozen=True)
class SaveInfo:
    """One save on the disk."""

    slot: str
    path: Path
    saved_at: datetime  # aware, in UTC


@dataclass(frozen=True)
class LoadResult:
    """A game that was loaded."""

    state: GameState
    from_backup: bool  # True where the newest save was damaged and an older one was loaded


class BadSlotName(ValueError):
    """A slot may not have this name."""


class NoSuchSlot(LookupError):
    """Nothing was ever saved in this slot."""


class AllSavesDamaged(Exception):
    """There are saves in this slot, and none of them is intact."""


def _encode(state: GameState) -> bytes:
    """Turn a game into JSON: a save that comes from a friend can be read without running it."""
    fields = vars(state) | {"opened": sorted(state.opened), "rng": state.rng.getstate()}
    return json.dumps(fields, ensure_ascii=False).encode()


def _decode(payload: bytes) -> GameState:
    """Turn JSON back into a game, with the types that JSON does not know."""
    fields: dict[str, Any] = json.loads(payload)
    version, numbers, next_gauss = fields["rng"]
    fields["rng"] = random.Random()
    fields["rng"].setstate((version, tuple(numbers), next_gauss))
    fields["position"] = tuple(fields["position"])
    fields["opened"] = set(fields["opened"])
    return GameState(**fields)


class SaveStore:
    """Keeps games in slots, the last few saves of each.

    A save is a file of its own.  Its first line is a JSON object, the header:
    `{"version": 1, "sha256": "…", "saved_at": "2026-05-01T18:30:00.123456+00:00"}`.
    `sha256` is the hexadecimal SHA-256 of all bytes after the first line.  Those bytes hold the
    game, in a form that you choose.

    A slot's name consists of 1 to 50 characters, each one of a-z, A-Z, 0-9, `-` and `_`.
    """

    def __init__(self, directory: Path, keep: int = 3) -> None:
        """Use a directory, which is created.

        Args:
            directory: All files are in here.
            keep: How many saves of each slot are kept, at least 1.
        """
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.keep = keep

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Save a game as the newest in its slot, and remove what is older than the last `keep`."""
        folder = self._folder(slot)
        older = _generations(folder)
        number = older[0][0] + 1 if older else 1
        path = folder / f"{number}.save"
        payload = _encode(state)
        saved_at = datetime.now(UTC)
        header = {
            "version": FORMAT_VERSION,
            "sha256": hashlib.sha256(payload).hexdigest(),
            "saved_at": saved_at.isoformat(),
        }
        folder.mkdir(exist_ok=True)
        temporary = folder / "unfinished"
        try:
            temporary.write_bytes(json.dumps(header).encode() + b"\n" + payload)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        # Only now, when the new save is there, is the oldest one superfluous.
        for _, path_of_old in older[self.keep - 1 :]:
            path_of_old.unlink()
        return SaveInfo(slot, path, saved_at)

    def load(self, slot: str) -> LoadResult:
        """Load the newest save of a slot that is intact."""
        generations = _generations(self._folder(slot))
        if not generations:
            raise NoSuchSlot(slot)
        for number, (_, path) in enumerate(generations):
            if (found := _read(path)) is not None:
                return LoadResult(_decode(found[1]), from_backup=number > 0)
        raise AllSavesDamaged(slot)

    def saves(self, slot: str) -> list[SaveInfo]:
        """Give the intact saves of a slot, the newest first."""
        found = [(path, _read(path)) for _, path in _generations(self._folder(slot))]
        return [SaveInfo(slot, path, save[0]) for path, save in found if save is not None]

    def slots(self) -> list[str]:
        """Give the names of the slots in which there is a save, in alphabetical order."""
        return sorted(path.name for path in self.directory.iterdir() if _generations(path))

    def _folder(self, slot: str) -> Path:
        """Check a name before it becomes part of a path: a folder for each slot."""
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,50}", slot):
            raise BadSlotName(f"{slot!r}: 1 to 50 characters of a-z, A-Z, 0-9, - and _")
        return self.directory / slot


def _generations(folder: Path) -> list[tuple[int, Path]]:
    """The numbers and files of all saves in a slot's folder, the newest first."""
    # As numbers: as texts, "10" comes before "9".
    return sorted(((int(path.stem), path) for path in folder.glob("*.save")), reverse=True)


def _read(path: Path) -> tuple[datetime, bytes] | None:
    """A save's time and payload; None where it is damaged."""
    head, _, payload = path.read_bytes().partition(b"\n")
    try:
        header: dict[str, Any] = json.loads(head)
        if header["version"] != FORMAT_VERSION:
            return None
        if header["sha256"] != hashlib.sha256(payload).hexdigest():
            return None
        return datetime.fromisoformat(header["saved_at"]), payload
    except (ValueError, KeyError, TypeError):  # the header itself is damaged
        return None


# ---- run by itself: what goes wrong in the naive way, and the right way --------------------


def roll(state: GameState) -> list[int]:
    """Roll five dice."""
    return [state.rng.randint(1, 6) for _ in range(5)]


def main(folder: Path) -> None:
    """Lose a game's luck, its last digit and its only copy; then keep them."""
    game = GameState("Zoë", 0.1 + 0.2, (3, -1), {"🗝️": 1}, {"cellar"}, 7, random.Random(7))
    print("1. Only the seed is saved:")
    print(f"   the first game rolled          {roll(game)}")
    kept = game.rng.getstate()
    print(f"   it goes on with                {roll(game)}")
    print(f"   restored from its seed with    {roll(replace(game, rng=random.Random(game.seed)))}")
    game.rng.setstate(kept)

    print("2. No checksum, and one bit of the file is flipped:")
    file = folder / "game.json"
    file.write_bytes(_encode(game).replace(b"[3, -1]", b"[2, -1]"))  # 3 and 2 differ by one bit
    print(f"   loaded without an error: the hero was at {game.position}", end=", ")
    print(f"and is at {_decode(file.read_bytes()).position}")

    print("3. The only copy is overwritten, and the disk is full after 1,000 bytes:")
    with_little_room(lambda: file.write_bytes(_encode(game)))
    print(f"   {file.stat().st_size:,} bytes are left of {len(_encode(game)):,}")

    print("The right way:")
    store = SaveStore(folder / "saves")
    for health in (9.0, 8.0, 7.0, 0.1 + 0.2):
        game.health = health
        info = store.save(game, "castle")
    kept_saves = ", ".join(save.path.name for save in store.saves("castle"))
    print(f"   saved 4 times, kept: {kept_saves}")
    loaded = store.load("castle").state
    print(f"   the same game: {loaded == game}, the same dice: {roll(loaded) == roll(game)}")
    with_little_room(lambda: store.save(game, "castle"))
    print(f"   after a save on a full disk, still: {[s.path.name for s in store.saves('castle')]}")
    data = bytearray(info.path.read_bytes())
    data[-10] ^= 1
    info.path.write_bytes(data)
    result = store.load("castle")
    print(f"   one bit flipped: health {result.state.health}, from a backup: {result.from_backup}")


def with_little_room(work: Callable[[], object]) -> None:
    """Run work in a child that may not make a file longer than 1,000 bytes."""

    def child() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
        with contextlib.suppress(OSError):
            work()

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
