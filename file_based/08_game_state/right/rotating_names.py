"""The newest save is always 0.save: when the new one is complete, the others move up by one."""

import base64
import hashlib
import json
import os
import pickle
import random
import string
import tempfile
from dataclasses import asdict, dataclass, field
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
        """Write a temporary file; then rotate, the oldest first."""
        folder = self._checked(slot)
        payload = self._to_json(state)
        moment = datetime.now(UTC).replace(microsecond=0)
        header = {
            "version": FORMAT_VERSION,
            "sha256": hashlib.sha256(payload).hexdigest(),
            "saved_at": moment.isoformat(),
        }
        folder.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            try:
                file.write(json.dumps(header).encode() + b"\n" + payload)
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                Path(file.name).unlink()
                raise
        for number in reversed(range(self.keep - 1)):
            if (folder / f"{number}.save").exists():
                (folder / f"{number}.save").replace(folder / f"{number + 1}.save")
        Path(file.name).replace(folder / "0.save")
        for path in folder.glob("*.save"):  # of a store that kept more
            if int(path.stem) >= self.keep:
                path.unlink()
        return SaveInfo(slot, folder / "0.save", moment)

    def load(self, slot: str) -> LoadResult:
        """Go through the names."""
        there = [path for path in self._names(slot) if path.exists()]
        if not there:
            raise NoSuchSlot(slot)
        for path in there:
            intact = self._intact(path)
            if intact:
                return LoadResult(self._from_json(intact[1]), path.name != "0.save")
        raise AllSavesDamaged(slot)

    def saves(self, slot: str) -> list[SaveInfo]:
        """Go through the names."""
        found = ((path, self._intact(path)) for path in self._names(slot) if path.exists())
        return [SaveInfo(slot, path, intact[0]) for path, intact in found if intact]

    def slots(self) -> list[str]:
        """Name the folders in which there is a newest save."""
        return sorted(path.parent.name for path in self.directory.glob("*/0.save"))

    def _checked(self, slot: str) -> Path:
        allowed = set(string.ascii_letters + string.digits + "-_")
        if not slot or len(slot) > 50 or not set(slot) <= allowed:
            raise BadSlotName(slot)
        return self.directory / slot

    def _names(self, slot: str) -> list[Path]:
        return [self._checked(slot) / f"{number}.save" for number in range(self.keep)]

    def _intact(self, path: Path) -> tuple[datetime, bytes] | None:
        try:
            with path.open("rb") as file:
                header, payload = json.loads(file.readline()), file.read()
            if header["sha256"] == hashlib.sha256(payload).hexdigest():
                return datetime.fromisoformat(header["saved_at"]), payload
        except Exception:  # whatever is wrong with it, it is not intact
            pass
        return None

    def _to_json(self, state: GameState) -> bytes:
        fields = asdict(state)
        fields["position"] = list(state.position)
        fields["opened"] = list(state.opened)
        # The generator is not for reading by eye, so it goes in as it is.
        fields["rng"] = base64.b64encode(pickle.dumps(state.rng)).decode()
        return json.dumps(fields, indent=1).encode()

    def _from_json(self, payload: bytes) -> GameState:
        fields = json.loads(payload)
        x, y = fields.pop("position")
        rng = pickle.loads(base64.b64decode(fields.pop("rng")))
        return GameState(position=(x, y), opened=set(fields.pop("opened")), rng=rng, **fields)
