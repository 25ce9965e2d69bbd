"""One folder for all slots; a pickle under a new name, removed again when it cannot be written."""

import contextlib
import hashlib
import json
import pickle
import random
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

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
        """Write straight to a new name: there is no other file to spoil."""
        older = self._numbers(slot)
        path = self._path(slot, older[0] + 1 if older else 1)
        payload = pickle.dumps(state)
        now = datetime.now(UTC)
        digest = hashlib.sha256(payload).hexdigest()
        line = json.dumps({"version": 1, "sha256": digest, "saved_at": now.isoformat()})
        file = path.open("xb")  # not under try: what cannot be made need not be removed
        try:
            with file:
                file.write(line.encode() + b"\n")
                file.write(payload)
        except BaseException:
            path.unlink()
            raise
        for number in older[self.keep - 1 :]:
            self._path(slot, number).unlink()
        return SaveInfo(slot, path, now)

    def load(self, slot: str) -> LoadResult:
        """Try one after another."""
        numbers = self._numbers(slot)
        if not numbers:
            raise NoSuchSlot(f"nothing was saved in {slot}")
        for number in numbers:
            try:
                _, payload = self._checked(self._path(slot, number))
            except ValueError:
                continue
            return LoadResult(pickle.loads(payload), number != numbers[0])
        raise AllSavesDamaged(slot)

    def saves(self, slot: str) -> list[SaveInfo]:
        """Leave out what is damaged."""
        result = []
        for number in self._numbers(slot):
            path = self._path(slot, number)
            with contextlib.suppress(ValueError):
                result.append(SaveInfo(slot, path, self._checked(path)[0]))
        return result

    def slots(self) -> list[str]:
        """A tilde cannot be in a name, so it ends one."""
        return sorted({path.name.split("~")[0] for path in self.directory.iterdir()})

    def _path(self, slot: str, number: int) -> Path:
        return self.directory / f"{slot}~{number:09d}"

    def _numbers(self, slot: str) -> list[int]:
        if not 1 <= len(slot) <= 50 or re.search(r"[^A-Za-z0-9_-]", slot):
            raise BadSlotName(slot)
        found = self.directory.glob(f"{slot}~*")
        return sorted((int(path.name.split("~")[1]) for path in found), reverse=True)

    def _checked(self, path: Path) -> tuple[datetime, bytes]:
        """Read a save; ValueError where anything about it is wrong."""
        line, _, payload = path.read_bytes().partition(b"\n")
        try:
            header = json.loads(line)
            version, digest = header["version"], header["sha256"]
            moment = datetime.fromisoformat(header["saved_at"])
        except (KeyError, TypeError) as error:
            raise ValueError("a damaged header") from error
        if version != 1 or hashlib.sha256(payload).hexdigest() != digest:
            raise ValueError("damaged")
        return moment, payload
