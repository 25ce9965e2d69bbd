"""Find out whose folder is whose among what was handed in, and what may be answers in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

from runner.classroom.filenames import DEEPEST, TOO_DEEP, is_noise, spelled
from runner.course.naming import alike
from runner.workspace import kind_of, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from runner.catalog import Catalog
    from runner.model import Drill

_WORK = "work"  # what the folder of answers is called by default: it does not say whose it is
_LEAST_ALIKE = 0.75
_MOST_GUESSES = 2_000
"""Names to compare with all drills, at 2 to 4 ms each: a hundred thousand would take minutes."""
ARCHIVES = {".zip", ".tar", ".gz", ".tgz", ".xz", ".txz", ".bz2", ".tbz", ".7z", ".rar"}
"""How the names of archives end."""
_PACKED = "is an archive: unpack it here"
_UNKNOWN = "is called like no drill"
_COURSE = "is the drill itself and no answer: hand in work/"


class Sureness(IntEnum):
    """How sure it is that something is the answer to a drill; the surest counts."""

    NAMED = 1
    """It is called like the drill, in some other folder."""
    PLACED = 2
    """It is where `drills run` would have put it."""
    MANIFEST = 3
    """The manifest says so."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that was handed in, and what it may be."""

    path: Path
    drill: Drill | None = None
    """The drill that it answers; with `why`, the one that it seems to be meant for."""
    sureness: Sureness = Sureness.NAMED
    why: str = ""
    """Why it cannot be marked; empty where it may be."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What was handed in, by learner."""

    folders: dict[str, Path]
    """Each learner's folder."""
    strays: tuple[Claim, ...]
    """What lies in no learner's folder."""


class Surveyor:
    """Knows how answers may be called, and tells learners' folders apart.

    Args:
        catalog: the drills.
        taken: paths to pass over, because a manifest speaks of them.
    """

    def __init__(self, catalog: Catalog, taken: Iterable[Path] = ()) -> None:
        self._by_slug = {drill.slug: drill for drill in catalog.drills}
        self._by_name: dict[str, list[Drill]] = {}
        for drill in catalog.drills:
            self._by_name.setdefault(drill.name, []).append(drill)
        self._tracks = {part for track in catalog.tracks for part in track.slug.split("/")}
        self._taken = frozenset(taken)
        self._likely: dict[str, Drill | None] = {}

    def visible(self, folder: Path) -> list[Path]:
        """What a folder holds besides noise, virtual environments and what is passed over.

        Raises:
            OSError: it cannot be read.
        """
        inside = sorted(folder.iterdir())
        if any(path.name == "pyvenv.cfg" for path in inside):
            return []
        return [path for path in inside if not is_noise(path.name) and path not in self._taken]

    def layout(self, top: Path, name: str) -> Layout:
        """Find each learner's folder.

        Args:
            top: what was handed in: one folder per learner, perhaps in folders around them;
                or a single learner's work folder.
            name: that single learner's name.

        Raises:
            OSError: it cannot be read.
        """
        if self._is_work(top):
            return Layout({name: top}, ())
        inside = self.visible(top)
        while len(inside) == 1 and is_folder(inside[0]):
            only = inside[0]
            if only.name == _WORK and self._is_work(only):
                return Layout({name: only}, ())
            if not self._is_wrapping(only):
                break
            inside = self.visible(only)
        folders: dict[str, Path] = {}
        named = [path for path in inside if is_folder(path)]
        twins = [path for path in named if folders.setdefault(spelled(path.name), path) is not path]
        for path in twins:  # numbered last: such a name may be another learner's own
            learner = next(n for n in numbered(spelled(path.name)) if n not in folders)
            folders[learner] = path
        strays = tuple(map(_stray, sorted({*inside} - {*named})))
        return Layout(dict(sorted(folders.items())), strays)

    def claims(self, folder: Path) -> list[Claim]:
        """What a learner's folder holds, as far as it may have been meant for marking."""
        return self._claims(folder, folder)

    def called(self, path: Path, folder: Path) -> Claim | None:
        """What something in a learner's folder is by its place or its name, if it is anything."""
        place = path.relative_to(folder).as_posix().removesuffix(".py")
        if place in self._by_slug:
            return Claim(path, self._by_slug[place], Sureness.PLACED)
        drills = self._by_name.get(path.name.removesuffix(".py"), [])
        if len(drills) > 1:
            may_be = " or ".join(drill.slug for drill in drills)
            return Claim(path, why=f"may be {may_be}: put it in its track's folder")
        return Claim(path, drills[0]) if drills else None

    def _claims(self, inside: Path, folder: Path) -> list[Claim]:
        if len(inside.relative_to(folder).parts) > DEEPEST:
            return [Claim(inside, why=TOO_DEEP)]
        try:
            return [
                claim for path in self.visible(inside) for claim in self._claims_of(path, folder)
            ]
        except OSError as error:
            return [Claim(inside, why=f"cannot be read: {error.strerror}")]

    def _claims_of(self, path: Path, folder: Path) -> list[Claim]:
        if claim := self.called(path, folder) or self._misnamed(path):
            of_course = is_folder(path) and (path / "drill.toml").exists()
            return [replace(claim, why=_COURSE) if of_course else claim]
        if not is_folder(path):
            is_archive = path.suffix.lower() in ARCHIVES
            return [Claim(path, why=_PACKED if is_archive else _UNKNOWN)]
        below = self._claims(path, folder)
        if len(below) > 1 and path.name not in self._tracks and not any(c.drill for c in below):
            return [Claim(path, why="holds nothing that is called like a drill")]
        return below

    def _misnamed(self, path: Path) -> Claim | None:
        name = path.stem.lower()
        if name not in self._likely:
            if len(self._likely) == _MOST_GUESSES:
                return None
            likely = alike(name, list(self._by_slug), least=_LEAST_ALIKE)
            self._likely[name] = self._by_slug[likely[0]] if likely else None
        drill = self._likely[name]
        if drill is None or (is_folder(path) and not drill.is_folder):
            return None
        if path.name in self._tracks:
            return None
        return Claim(path, drill, why=f"looks like {drill.slug}: rename it")

    def _is_wrapping(self, folder: Path) -> bool:
        """Whether a folder holds learners' folders, or such a folder alone, and is none itself."""
        if self._is_work(folder):
            return False
        try:
            below = [path for path in self.visible(folder) if is_folder(path)]
        except OSError:
            return False
        if any(path.name != _WORK and self._is_work(path) for path in below):
            return True
        return len(below) == 1 and below[0].name != _WORK and self._is_wrapping(below[0])

    def _is_work(self, folder: Path) -> bool:
        """Whether a folder holds one learner's answers, and no folders that hold some."""
        try:
            inside = self.visible(folder)
            folders = [path for path in inside if is_folder(path)]
            named = {path for path in inside if self._is_named(path)}
            if any(path.name in self._tracks for path in folders):
                return True
            below = [path for path in folders if path not in named]
            return bool(named) and not any(map(self._holds_answers, below))
        except OSError:
            return False

    def _holds_answers(self, folder: Path) -> bool:
        inside = self.visible(folder)
        return any(self._is_named(path) or path.name in self._tracks for path in inside)

    def _is_named(self, path: Path) -> bool:
        return path.name.removesuffix(".py") in self._by_name


def is_folder(path: Path) -> bool:
    """Whether it is a folder, and no link to one."""
    return kind_of(path) == "a folder"


def _stray(path: Path) -> Claim:
    kind = kind_of(path)
    if kind == "a file":
        return Claim(path, why="belongs to no learner: put it in a folder named after its learner")
    return Claim(path, why=f"is {kind}: expected a folder named after its learner")
