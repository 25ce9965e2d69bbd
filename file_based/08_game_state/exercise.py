"""Save slots of a game: exact, with backups, checked for damage."""

import random
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

FORMAT_VERSION = 1


@dataclass
class GameState:
    """A game in progress.  Given."""

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
    """One save on the disk.  Given."""

    slot: str
    path: Path
    saved_at: datetime  # aware, in UTC


@dataclass(frozen=True)
class LoadResult:
    """A game that was loaded.  Given."""

    state: GameState
    from_backup: bool  # True where the newest save was damaged and an older one was loaded


class BadSlotName(ValueError):
    """A slot may not have this name.  Given."""


class NoSuchSlot(LookupError):
    """Nothing was ever saved in this slot.  Given."""


class AllSavesDamaged(Exception):
    """There are saves in this slot, and none of them is intact.  Given."""


class SaveStore:
    """Keeps games in slots, the last few saves of each.

    A save is a file of its own.  Its first line is a JSON object, the header:
    `{"version": 1, "sha256": "…", "saved_at": "2026-05-01T18:30:00.123456+00:00"}`.
    `sha256` is the hexadecimal SHA-256 of all bytes after the first line.  Those bytes hold the
    game, in a form that you choose.

    A slot's name consists of 1 to 50 characters, each one of a-z, A-Z, 0-9, `-` and `_`.
    """

    def __init__(self, directory: Path, keep: int = 3) -> None:
        """Use a directory, which is created.  Given.

        Args:
            directory: All files are in here.
            keep: How many saves of each slot are kept, at least 1.
        """
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.keep = keep

    def save(self, state: GameState, slot: str) -> SaveInfo:
        """Save a game as the newest in its slot, and remove what is older than the last `keep`.

        Args:
            state: The game, which stays as it is.
            slot: The slot's name.

        Returns:
            The save's slot, file and time.

        Raises:
            BadSlotName: The name is not allowed.  Nothing was written.
            OSError: The game could not be written.  All older saves are as they were, and no
                other file is left.
        """
        # TODO task 1: write the game. Task 2: check the name. Task 3: keep the last saves.
        # TODO task 4: the header. Task 6: a full disk.
        raise NotImplementedError

    def load(self, slot: str) -> LoadResult:
        """Load the newest save of a slot that is intact.

        Args:
            slot: The slot's name.

        Returns:
            The game, and whether a newer save of it was damaged.

        Raises:
            BadSlotName: The name is not allowed.
            NoSuchSlot: Nothing was ever saved in this slot.
            AllSavesDamaged: No save of this slot is intact.
        """
        # TODO task 1: read the game. Task 2: check the name. Task 5: find out what is damaged.
        raise NotImplementedError

    def saves(self, slot: str) -> list[SaveInfo]:
        """Give the intact saves of a slot, the newest first; an empty list where there is none.

        Args:
            slot: The slot's name.

        Raises:
            BadSlotName: The name is not allowed.
        """
        # TODO task 3
        raise NotImplementedError

    def slots(self) -> list[str]:
        """Give the names of the slots in which there is a save, in alphabetical order."""
        # TODO task 2
        raise NotImplementedError
