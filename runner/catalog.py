"""Discover tracks and drills; resolve what a person typed to one of them."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from runner.course.naming import NUMBERED, exact, loose, unknown, without_number
from runner.course.tomls import read_drill, read_track
from runner.errors import DrillError, UsageError
from runner.model import DATABASES, Database, Drill, Track

REPOSITORY = Path(__file__).resolve().parent.parent


def course_root() -> Path:
    """The folder whose tracks are offered: the repository, or `DRILLS_COURSE`.

    Raises:
        UsageError: `DRILLS_COURSE` names no folder.
    """
    given = os.environ.get("DRILLS_COURSE")
    if not given:
        return REPOSITORY
    try:
        root = Path(given).expanduser().resolve()
        found = root.is_dir()
    except (OSError, RuntimeError):  # nobody's home, too long for a path
        root, found = Path(given), False
    if not found:
        raise UsageError(
            f"DRILLS_COURSE names no folder: {root}",
            mend="Unset DRILLS_COURSE, or set it to a folder that holds tracks.",
        )
    return root


@dataclass(frozen=True)
class Catalog:
    """Every track and drill below one folder, in learning order."""

    root: Path

    @cached_property
    def tracks(self) -> tuple[Track, ...]:
        """All tracks, by their `order`.

        Raises:
            UsageError: there is none.
            DrillError: a `track.toml` cannot be read or lacks a key.
        """
        return tuple(
            sorted(
                (_track_at(file.parent, self.root) for file in self._track_files),
                key=lambda track: (track.order, track.slug),
            )
        )

    @cached_property
    def drills(self) -> tuple[Drill, ...]:
        """All drills in learning order: by track, then by number.

        Raises:
            UsageError: there is no track.
            DrillError: a `drill.toml` or a `track.toml` cannot be read or lacks a key.
        """
        for found in self._read.values():
            if isinstance(found, DrillError):
                raise found
        return self.read(())[0]

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """Every drill's track and name, in learning order, be its `drill.toml` broken.

        Raises:
            UsageError: there is no track.
            DrillError: a `track.toml` cannot be read or lacks a key.
        """

        order = {track.slug: track.order for track in self.tracks}
        return tuple(sorted(self._folders, key=lambda slug: (order[_track_of(slug)], slug)))

    def read(self, names: tuple[str, ...]) -> tuple[tuple[Drill, ...], dict[str, DrillError]]:
        """The drills named, as `select` gives them, and what is wrong with those that are broken.

        Returns:
            The drills, and slug -> error of those that cannot be read.

        Raises:
            UsageError: a name matches nothing, or several; there is no track.
            DrillError: a `track.toml` cannot be read or lacks a key.
        """
        found = {slug: self._read[slug] for slug in self._named(names)}
        broken = {slug: each for slug, each in found.items() if isinstance(each, DrillError)}
        return tuple(each for each in found.values() if isinstance(each, Drill)), broken

    @property
    def needs(self) -> dict[str, tuple[str, ...]]:
        """The name of each drill -> the names of those to do before it, as far as it is known."""
        drills, broken = self.read(())
        unknown = dict.fromkeys((slug.rpartition("/")[2] for slug in broken), ())
        return {**unknown, **{drill.name: drill.needs for drill in drills}}

    @cached_property
    def _read(self) -> dict[str, Drill | DrillError]:
        """Every drill, or what is wrong with it, in learning order."""
        tracks = {track.slug: track for track in self.tracks}
        found: dict[str, Drill | DrillError] = {}
        for slug in self.slugs:
            try:
                found[slug] = _drill_in(tracks[_track_of(slug)], self._folders[slug])
            except DrillError as error:
                found[slug] = error
        return found

    @cached_property
    def _track_files(self) -> list[Path]:
        files = [*self.root.glob("*/track.toml"), *self.root.glob("*/*/track.toml")]
        if not files:  # a course without drills would be done, and sound
            raise UsageError(
                f"{self.root} holds no track: no folder with a track.toml",
                mend="Set DRILLS_COURSE to a folder that holds tracks, or unset it.",
            )
        return files

    @property
    def without_toml(self) -> list[str]:
        """The slugs of folders that look like drills and have no `drill.toml`, so are none."""
        beside = (path for file in self._track_files for path in file.parent.iterdir())
        return sorted(
            path.relative_to(self.root).as_posix()
            for path in beside
            if NUMBERED.fullmatch(path.name)
            and not (path / "drill.toml").exists()
            and (path / "checks.py").exists()
        )

    @cached_property
    def _folders(self) -> dict[str, Path]:
        """Slug -> folder of every drill: what it takes to find one without reading them all."""
        files = (found for file in self._track_files for found in file.parent.glob("*/drill.toml"))
        return {
            file.parent.relative_to(self.root).as_posix(): file.parent for file in sorted(files)
        }

    def track(self, text: str) -> Track:
        """The one track that a person means.

        Args:
            text: `level_up`, `02_async`, `async`, `drills/02_async`, or a path.

        Raises:
            UsageError: none or several match; the message lists candidates.
        """
        wanted = self._normal(text)
        matches = [
            track
            for track in self.tracks
            if wanted in {track.slug, track.path.name, without_number(track.path.name)}
        ]
        if len(matches) == 1:
            return matches[0]
        raise unknown("track", text, [track.slug for track in matches or self.tracks])

    def select(self, names: tuple[str, ...]) -> tuple[Drill, ...]:
        """The drills named, each a drill or a whole track; all where none is named.

        Raises:
            UsageError: a name matches nothing, or several.
        """
        chosen = self._named(names)
        return tuple(drill for drill in self.drills if drill.slug in chosen)

    def _named(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The slugs of the drills named, in learning order."""
        chosen: set[str] = set()
        for name in names:
            wanted = self._normal(name)
            chosen |= {s for s in self.slugs if s.startswith(f"{wanted}/")} or {self._slug(name)}
        return tuple(slug for slug in self.slugs if not names or slug in chosen)

    def drill(self, text: str) -> Drill:
        """The one drill that a person means.

        Args:
            text: the name, the name without its number, `track/number`, `track/name`, or the
                path of the folder, of a file in it, or of the learner's file.

        Raises:
            UsageError: none or several match; the message lists candidates.
        """
        return drill_at(self._folders[self._slug(text)], self.root)

    def _slug(self, text: str) -> str:
        wanted = self._normal(text)
        for spelled in (exact, loose):
            matches = [slug for slug in self._folders if spelled(slug, wanted)]
            if len(matches) == 1:
                return matches[0]
            if matches:
                raise unknown("drill", text, matches)
        raise unknown("drill", text, list(self._folders))

    def _normal(self, text: str) -> str:
        with suppress(OSError, RuntimeError, ValueError):  # too long for a path, nobody's home
            path = Path(text).expanduser()
            if path.exists() and path.resolve().is_relative_to(self.root):
                return path.resolve().relative_to(self.root).as_posix()
        return text.strip().strip("/").removeprefix("./")


def drill_at(path: Path, root: Path | None = None) -> Drill:
    """The drill in one folder, without a look at the others.

    Args:
        path: its folder, in a track of the course.
        root: the course's folder; by default the one that `course_root` gives.

    Raises:
        DrillError: its `drill.toml` or the track's `track.toml` is broken.
    """
    return _drill_in(_track_at(path.parent, root or course_root()), path)


def _track_of(slug: str) -> str:
    return slug.rpartition("/")[0]


def _track_at(path: Path, root: Path) -> Track:
    data = read_track(path / "track.toml")
    return Track(
        path=path,
        slug=path.relative_to(root).as_posix(),
        title=data["title"],
        summary=data["summary"],
        order=data["order"],
    )


def database_of(folder: Path) -> Database:
    """The database that the drill in a folder says it needs.

    Raises:
        DrillError: there is no `drill.toml`, or it is broken.
    """
    if not (folder / "drill.toml").exists():
        raise DrillError(
            f"{folder} is no drill: it has no drill.toml",
            mend="docs/authoring.md shows what a drill's folder holds.",
        )
    return _head(folder)["database"]


def _head(folder: Path) -> dict[str, Any]:
    """What stands above the first table of a `drill.toml`; a listing takes no more."""
    file = folder / "drill.toml"
    data = read_drill(file, head=True)
    if data["database"] not in DATABASES:
        raise DrillError(
            f"{file}: database must be one of {', '.join(DATABASES)}, found {data['database']!r}"
        )
    return data


def _drill_in(track: Track, path: Path) -> Drill:
    data = _head(path)
    return Drill(
        path=path,
        track=track,
        title=data["title"],
        difficulty=data["difficulty"],
        minutes=data["minutes"],
        database=data["database"],
        needs=tuple(data["needs"]),
        learnt=data["learnt"],
    )
