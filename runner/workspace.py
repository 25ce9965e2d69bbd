"""The learner's folder: where answers live, how they start, how they are put back.

An answer belongs to the learner.  Only `reset` moves one, and it keeps it beside the new one.
"""

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from runner.catalog import REPOSITORY
from runner.errors import DrillError, SetupError, UsageError
from runner.words import cut_inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runner.model import Drill

_MAKING = ".making"
_LEFT_BEHIND_SECONDS = 60
KEPT = re.compile(r".+\.\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(-\d+)?(\.py)?")
"""The name of an old answer that `reset` keeps; see `_reserve`."""
ELSEWHERE = "Choose a folder you can write to with `--work DIR` or DRILLS_WORK."


def work_root(given: str | None) -> Path:
    """Find the folder that holds the learner's answers; it need not exist yet.

    Args:
        given: what `--work` says, if anything; then `DRILLS_WORK` counts, then `work/` in the
            repository.

    Raises:
        UsageError: the path is a file, or none.
    """
    named = given or os.environ.get("DRILLS_WORK")
    root = path_given(named).resolve() if named else REPOSITORY / "work"
    if root.exists() and not root.is_dir():
        raise UsageError(
            f"the work folder must be a folder, found a file: {root}",
            mend="Name a folder with `--work DIR` or DRILLS_WORK.",
        )
    return root


def path_given(text: str) -> Path:
    """The path that somebody typed; `~` is a home.

    Raises:
        UsageError: it cannot be one.
    """
    try:
        path = Path(text).expanduser()
        path.exists()
    except (OSError, RuntimeError, ValueError) as error:  # too long, nobody's home, a null byte
        what = error.strerror if isinstance(error, OSError) else error
        raise UsageError(
            f"“{cut_inside(text, 60)}” is no path: {what}", mend="Name a file or a folder."
        ) from None
    return path


@dataclass(frozen=True)
class Workspace:
    """The answers and the progress file below one folder."""

    root: Path

    @property
    def progress(self) -> Path:
        """The database of attempts."""
        return self.root / "progress.db"

    def answer_path(self, drill: Drill) -> Path:
        """Where the learner's file (or folder) for a drill belongs, whether it exists or not."""
        place = self.root / drill.slug
        return place if drill.is_folder else place.with_name(f"{drill.name}.py")

    def answer_digest(self, drill: Drill) -> str | None:
        """The digest of the learner's answer, or None where there is none (yet).

        Raises:
            SetupError: the answer cannot be read.
        """
        path = self.answer_path(drill)
        there = os.path.isdir if drill.is_folder else os.path.isfile  # of pipes: no, not at all
        return digest(path) if there(path) else None

    def ensure(self, drill: Drill) -> tuple[Path, bool]:
        """Create the learner's answer from the stub on first use; never overwrite one.

        Returns:
            Its path, and whether it was created just now.

        Raises:
            UsageError: something else is in its place: a link, a folder for a file.
            SetupError: the work folder cannot be written.
        """
        path = self.answer_path(drill)
        with _writing_in(self.root):
            path.parent.mkdir(parents=True, exist_ok=True)
            _sweep(path.parent)
            if os.path.lexists(path):
                _require_kind(path, drill)
                return path, False
            with _stub_beside(path, drill) as made:
                return path, _put(made, path)

    def reset(self, drill: Drill) -> Path | None:
        """Put the stub back and keep the old answer beside it.

        Returns:
            Where the old answer is kept; None where there was none, or it equals the stub.

        Raises:
            UsageError: something else is in the answer's place: a link, a folder for a file.
            SetupError: the work folder cannot be written.
        """
        path, created = self.ensure(drill)
        if created or digest(path) == digest(drill.file("exercise")):
            return None
        # The stub first: what has no place on the disk must not cost the answer its own.
        with _writing_in(self.root), _stub_beside(path, drill) as made:
            kept = _reserve(path, folder=drill.is_folder)
            path.replace(kept)
            _put(made, path)
        return kept


def digest(*paths: Path) -> str:
    """A short hash of what files and folders contain, not of where they are.

    Args:
        paths: each a file, or a folder (relative names and bytes count, `__pycache__` does not).

    Raises:
        SetupError: one of them cannot be read.
    """
    # Imported here: it loads OpenSSL, and a listing without answers hashes nothing.
    from hashlib import sha256

    total = sha256()
    for path in paths:
        try:
            files = files_of(path) if path.is_dir() else [path]
            for file in files:
                name = file.relative_to(path).as_posix()
                content = sha256(file.read_bytes()).hexdigest()
                total.update(f"{name}\0{content}\n".encode("utf-8", "surrogateescape"))
        except OSError as error:
            raise SetupError(
                f"cannot read {error.filename or path}: {error.strerror}",
                mend="Make the file readable for you, or move it away.",
            ) from None
    return total.hexdigest()[:16]


def checks_digest(drill: Drill) -> str:
    """The digest of what an answer to a drill is checked with: its checks and its stub.

    Raises:
        SetupError: they cannot be read.
    """
    return digest(drill.checks, drill.file("exercise"))


def numbered(name: str) -> Iterator[str]:
    """Names to try until one is free: `name`, `name-2`, `name-3`, and so on."""
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def files_of(folder: Path) -> list[Path]:
    """The files in a folder, at any depth, that make up an answer; sorted."""
    found = (p for p in folder.rglob("*") if "__pycache__" not in p.relative_to(folder).parts)
    return sorted(p for p in found if p.is_file())


@contextmanager
def _stub_beside(path: Path, drill: Drill) -> Iterator[Path]:
    """A copy of the stub, ready to be put in the answer's place."""
    made = path.with_name(f".{path.name}.{os.getpid()}{_MAKING}")
    try:
        _copy(drill.file("exercise"), made)
        yield made
    finally:
        _remove(made)


def _copy(stub: Path, target: Path) -> None:
    """Copy contents only: the stub's permissions may be those of a read-only clone."""
    if not stub.is_dir():
        target.write_bytes(_content(stub))
        return
    target.mkdir()
    for file in files_of(stub):
        copy = target / file.relative_to(stub)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(_content(file))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise DrillError(f"cannot read the stub {file}: {error.strerror}") from None


def _put(made: Path, path: Path) -> bool:
    """Give `made` its final name in one step, unless another process was first."""
    try:
        if made.is_dir():
            made.rename(path)  # refuses a folder that holds anything
        else:
            path.hardlink_to(made)  # refuses an existing file, as rename does not
    except OSError:
        if os.path.lexists(path):
            return False
        made.rename(path)  # a file system without hard links (FAT)
    return True


def _remove(path: Path) -> None:
    if path.is_dir():
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove copies that a killed process left half-made."""
    for left in folder.glob(f".*{_MAKING}"):
        with suppress(FileNotFoundError):  # a process that makes one has just removed it
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                _remove(left)


def _reserve(path: Path, *, folder: bool) -> Path:
    """Claim an unused name for the old answer, so that nothing kept is ever overwritten."""
    stem = path.name if folder else path.stem
    suffix = "" if folder else path.suffix
    stamp = f"{datetime.now():%Y-%m-%dT%H-%M-%S}"
    names = numbered(f"{stem}.{stamp}")
    while True:
        kept = path.with_name(f"{next(names)}{suffix}")
        try:
            kept.mkdir() if folder else kept.touch(exist_ok=False)
        except FileExistsError:
            continue
        return kept


def kind_of(path: Path) -> str:
    """What stands at a path, links not followed: `a file`, `a folder`, `a symbolic link`, or
    `a special file`.

    Raises:
        OSError: nothing does, or it cannot be seen.
    """
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a file" if stat.S_ISREG(mode) else "a special file"


def _require_kind(path: Path, drill: Drill) -> None:
    wanted = "folder" if drill.is_folder else "file"
    found = kind_of(path)
    if found != f"a {wanted}":
        raise UsageError(
            f"the answer to {drill.name} must be a {wanted}, found {found}: {path}",
            mend=f"Move it away, then `drills run {drill.name}` starts from the stub.",
        )


@contextmanager
def _writing_in(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or root
        raise SetupError(f"cannot write {where}: {error.strerror}", mend=ELSEWHERE) from None
