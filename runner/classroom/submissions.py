"""Collect the answers that were handed in: whose they are, which drill's, and what is amiss."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from runner.classroom import manifests
from runner.classroom.filenames import DEEPEST, TOO_DEEP, spelled
from runner.classroom.layouts import ARCHIVES, Claim, Layout, Sureness, Surveyor, is_folder
from runner.classroom.marks import HandedIn, Unmatched
from runner.classroom.unpacking import too_large, unpacked
from runner.errors import UsageError
from runner.words import counted
from runner.workspace import Workspace, digest, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from runner.catalog import Catalog
    from runner.model import Drill

MOST_FILES = 200
"""Of one answer that is a folder; the course's largest solution has 11."""
_LAYOUT = (
    "Expected one folder per learner, laid out like work/: "
    "learner_01/level_up/03_idempotent_upserts.py."
)


_EMPTY = "is empty"
_NAMED = 5
"""Learners in the answer to a misspelt name."""
_PARTLY = "cannot be marked: a file in it was not unpacked"


@dataclass(frozen=True, slots=True)
class Collection:
    """All that was handed in."""

    answers: tuple[HandedIn, ...]
    """What can be marked, in order of learner, then of drill."""
    unmatched: tuple[Unmatched, ...]
    """Everything else, and what is missing, in order of path."""

    @property
    def learners(self) -> set[str]:
        """Everybody who handed in something, or should have."""
        return {each.learner for each in (*self.answers, *self.unmatched) if each.learner}


@contextmanager
def collected(
    source: Path,
    catalog: Catalog,
    *,
    drills: Sequence[Drill],
    only: Sequence[str] = (),
    manifest: Path | None = None,
    of_one: bool = False,
) -> Iterator[Collection]:
    """Collect answers from a folder or an archive.

    Args:
        source: one folder per learner laid out like `work/`, or a single learner's work folder;
            or a zip or tar of either, which stays unpacked for as long as the context lasts.
        catalog: all drills there are.
        drills: those to mark; where they are not all, every learner is expected to answer them.
        only: names of the learners to mark; all where none is named.
        manifest: says whose answers, and to which drills, the odd files are; see
            `runner.classroom.manifests`.
        of_one: whether it is one learner's, though nothing in it may look like an answer.

    Raises:
        UsageError: the source is missing, empty or no archive; an archive is damaged or a bomb;
            there is no such learner; the manifest makes no sense.
        SetupError: something cannot be read, or unpacked for want of room or permission.
    """
    shown = spelled(str(source))
    try:
        kind = kind_of(source.resolve(strict=True))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"cannot read {shown}: {why}", mend=_LAYOUT) from None
    if kind == "a folder":
        survey = _Survey(source, source.resolve(), (), catalog, manifest, of_one=of_one)
        yield survey.collection(drills, only)
    elif kind == "a file":
        with unpacked(source) as (folder, refused):
            survey = _Survey(source, folder, refused, catalog, manifest, of_one=of_one)
            yield survey.collection(drills, only)
    else:
        raise UsageError(f"expected a folder or an archive, found {kind}: {shown}", mend=_LAYOUT)


class _Survey:
    """What was handed in, sorted by learner; nothing is read yet.

    Raises:
        UsageError: there is nothing, or the manifest makes no sense.
    """

    def __init__(
        self,
        source: Path,
        top: Path,
        refused: Sequence[Unmatched],
        catalog: Catalog,
        manifest: Path | None,
        *,
        of_one: bool,
    ) -> None:
        self._top = top
        self._catalog = catalog
        passed_over = [manifest.resolve()] if manifest else []
        try:
            inside = Surveyor(catalog, passed_over).visible(top)
            if not (inside or refused):
                raise UsageError(f"{spelled(str(source))} is empty", mend=_LAYOUT)
            entries: tuple[manifests.Entry, ...] = ()
            if manifest:
                # Somebody who looks into an archive does not count the folder around everything.
                below = [top, *(inside if len(inside) == 1 and is_folder(inside[0]) else ())]
                unread = {top / each.path for each in refused}
                entries = manifests.read(manifest, catalog, below=below, refused=unread)
            surveyor = Surveyor(catalog, [*passed_over, *(entry.path for entry in entries)])
            layout = surveyor.layout(top, _learner_called(source))
            if of_one and not layout.folders:
                layout = Layout({_learner_called(source): top}, ())
        except OSError as error:
            raise UsageError(
                f"cannot read {spelled(str(source))}: {error.strerror}",
                mend="Make it, and the folders in it, readable for you.",
            ) from None
        self._folders = layout.folders
        self._claims = {name: surveyor.claims(path) for name, path in layout.folders.items()}
        self._strays = [self._unmatched(claim) for claim in layout.strays]
        self._add_refused(refused, surveyor)
        self._add_entries(entries)

    def collection(self, drills: Sequence[Drill], only: Sequence[str]) -> Collection:
        """Read what there is of the learners and drills asked for.

        Raises:
            UsageError: there is no such learner.
            SetupError: a file went away just now.
        """
        answers: list[HandedIn] = []
        unmatched = [] if only else list(self._strays)
        expected = self._expected(drills)
        asked = {drill.slug for drill in drills}
        for learner in sorted(self._chosen(only)):
            claims = self._claims[learner]
            claims = [each for each in claims if each.drill is None or each.drill.slug in asked]
            meant = {each.drill.slug for each in claims if each.drill}
            missing = [drill for drill in expected if drill.slug not in meant]
            unmatched += [self._missing(learner, drill) for drill in missing]
            sound, unsound = _sifted(claims)
            for drill, rivals in _by_drill(sound, self._catalog.drills):
                best, *others = sorted(rivals, key=lambda each: -each.sureness)
                if others and others[0].sureness == best.sureness:
                    why = f"is one of {len(rivals)} answers of {learner} to {drill.slug}: keep one"
                    unsound += [replace(each, why=why) for each in rivals]
                    continue
                why = f"is a second answer to {drill.slug}: {self._shown(best.path)} counts"
                unsound += [replace(each, why=why) for each in others]
                answers.append(HandedIn(learner, drill, best.path, digest(best.path)))
            unmatched += [self._unmatched(each, learner) for each in unsound]
        unmatched.sort(key=lambda each: (each.path, each.why))
        return Collection(tuple(answers), tuple(unmatched))

    def _add_refused(self, refused: Iterable[Unmatched], surveyor: Surveyor) -> None:
        """Give what was not unpacked to the learner whose folder it would lie in."""
        learners = {folder: learner for learner, folder in self._folders.items()}
        for each in refused:
            path = self._top / each.path
            folder = next((parent for parent in path.parents if parent in learners), None)
            if folder is None:
                self._strays.append(each)
                continue
            depth = len(path.relative_to(folder).parts)
            within = (surveyor.called(part, folder) for part in (path, *path.parents)[:depth])
            claim = next((claim for claim in within if claim), None)
            drill = claim.drill if claim else None
            self._claims[learners[folder]].append(Claim(path, drill, why=each.why))

    def _add_entries(self, entries: Iterable[manifests.Entry]) -> None:
        """Let the manifest overrule: a folder whose every file it gives away is no learner's."""
        parted = {parent for entry in entries for parent in entry.path.parents}
        for learner, folder in self._folders.items():
            if folder in parted and not self._claims[learner]:
                del self._claims[learner]
        for entry in entries:
            claim = Claim(entry.path, entry.drill, Sureness.MANIFEST)
            self._claims.setdefault(entry.learner, []).append(claim)

    def _expected(self, drills: Sequence[Drill]) -> list[Drill]:
        if len(drills) < len(self._catalog.drills):
            return list(drills)
        given = [each.drill for claims in self._claims.values() for each in claims if not each.why]
        slugs = {drill.slug for drill in given if drill}
        return [drill for drill in drills if drill.slug in slugs]

    def _chosen(self, only: Sequence[str]) -> set[str]:
        chosen = {spelled(name) for name in only}
        for name in chosen - self._claims.keys():
            lower = {learner.lower(): learner for learner in self._claims}
            close = [lower[like] for like in get_close_matches(name.lower(), lower, n=_NAMED)]
            some = close or sorted(self._claims)[:_NAMED]
            known = ", ".join(some) or "nobody"
            more = ", …" if len(self._claims) > len(some) else ""
            mend = f"Did you mean: {known}?" if close else f"Learners are called: {known}{more}."
            raise UsageError(f"no learner is called “{name}”", mend=mend)
        return chosen or set(self._claims)

    def _missing(self, learner: str, drill: Drill) -> Unmatched:
        folder = self._folders.get(learner, self._top / learner)
        place = self._shown(Workspace(folder).answer_path(drill))
        return Unmatched(place, "nothing was handed in", learner)

    def _unmatched(self, claim: Claim, learner: str = "") -> Unmatched:
        return Unmatched(self._shown(claim.path), claim.why, learner)

    def _shown(self, path: Path) -> str:
        return spelled(str(path.relative_to(self._top)))


def _sifted(claims: Iterable[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Part claims into those that can be marked and those that cannot, with the reason."""
    sound: list[Claim] = []
    unsound = [each for each in claims if each.why or each.drill is None]
    broken = {parent for each in unsound for parent in each.path.parents}
    for claim in claims:
        if claim.why or claim.drill is None:
            continue
        why = _PARTLY if claim.path in broken else _trouble(claim.path, claim.drill)
        (unsound if why else sound).append(replace(claim, why=why))
    return sound, unsound


def _by_drill(
    claims: Iterable[Claim], drills: Iterable[Drill]
) -> Iterator[tuple[Drill, list[Claim]]]:
    rivals: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.drill:
            rivals.setdefault(claim.drill.slug, []).append(claim)
    yield from ((drill, rivals[drill.slug]) for drill in drills if drill.slug in rivals)


def _trouble(path: Path, drill: Drill) -> str:
    """Why what is in an answer's place cannot be marked; empty where it can."""
    wanted = "a folder" if drill.is_folder else "a file"
    try:
        found = kind_of(path)
        if found != wanted:
            return f"is {found}: the answer to {drill.slug} must be {wanted}"
        if drill.is_folder:
            return _trouble_in(path)
        if path.suffix != ".py":
            return "is no .py file: rename it"
        return too_large(path.stat().st_size) or ("" if path.read_bytes().strip() else _EMPTY)
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _trouble_in(answer: Path) -> str:
    files: list[Path] = []
    for folder, folders, names in answer.walk(on_error=_raise):
        if len(folder.relative_to(answer).parts) > DEEPEST:
            return f"holds a file that {TOO_DEEP}"
        if "__pycache__" in folders:
            folders.remove("__pycache__")
        files += [folder / name for name in names]
    if len(files) > MOST_FILES:
        return f"holds {counted(len(files), 'file')}: at most {MOST_FILES} are marked"
    for file in files:
        if (kind := kind_of(file)) != "a file":
            return f"holds {kind}, {spelled(str(file.relative_to(answer)))}: only files are marked"
    if why := too_large(sum(file.stat().st_size for file in files)):
        return why
    content = b"".join(file.read_bytes() for file in files)
    return "" if content.strip() else _EMPTY


def _raise(error: OSError) -> None:
    raise error


def _learner_called(source: Path) -> str:
    """The name of a single learner, whose work folder, or an archive of it, was handed in."""
    name = Path(source.resolve().name)
    while source.is_file() and name.suffix.lower() in ARCHIVES:
        name = name.with_suffix("")
    return spelled(name.name)
