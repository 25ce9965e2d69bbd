"""Discover tracks and drills; resolve what a person typed to one of them."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runner.course.tomls import read_drill, read_track
from runner.errors import DrillError, UsageError
from runner.model import DATABASES, Database, Drill, Track

if TYPE_CHECKING:
    from collections.abc import Sequence

REPOSITORY = Path(__file__).resolve().parent.parent
_LINE_LENGTH = 60
_NUMBERED = re.compile(r"\d\d_[a-z0-9_]+")


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
        tracks = {track.slug: track for track in self.tracks}
        found = [(tracks[slug.rpartition("/")[0]], path) for slug, path in self._folders.items()]
        found.sort(key=lambda pair: (pair[0].order, pair[0].slug, pair[1].name))
        return tuple(_drill_in(track, path) for track, path in found)

    @cached_property
    def _track_files(self) -> list[Path]:
        files = [*self.root.glob("*/track.toml"), *self.root.glob("*/*/track.toml")]
        if not files:  # a course without drills would be done, and sound
            raise UsageError(
                f"{self.root} holds no track: no folder with a track.toml",
                mend="Set DRILLS_COURSE to a folder that holds tracks, or unset it.",
            )
        return files

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
            if wanted in {track.slug, track.path.name, _without_number(track.path.name)}
        ]
        if len(matches) == 1:
            return matches[0]
        raise _unknown("track", text, [track.slug for track in matches or self.tracks])

    def select(self, names: tuple[str, ...]) -> tuple[Drill, ...]:
        """The drills named, each a drill or a whole track; all where none is named.

        Raises:
            UsageError: a name matches nothing, or several.
        """
        if not names:
            return self.drills
        chosen: dict[str, Drill] = {}
        for name in names:
            wanted = self._normal(name)
            below = [d for d in self.drills if f"{d.track.slug}/".startswith(f"{wanted}/")]
            for drill in below or [self.drill(name)]:
                chosen[drill.slug] = drill
        return tuple(drill for drill in self.drills if drill.slug in chosen)

    def drill(self, text: str) -> Drill:
        """The one drill that a person means.

        Args:
            text: the name, the name without its number, `track/number`, `track/name`, or the
                path of the folder, of a file in it, or of the learner's file.

        Raises:
            UsageError: none or several match; the message lists candidates.
        """
        wanted = self._normal(text)
        for spelled in (_exact, _loose):
            matches = [slug for slug in self._folders if spelled(slug, wanted)]
            if len(matches) == 1:
                return drill_at(self._folders[matches[0]], self.root)
            if matches:
                raise _unknown("drill", text, matches)
        raise _unknown("drill", text, list(self._folders))

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


def _track_at(path: Path, root: Path) -> Track:
    data = read_track(path / "track.toml")
    return Track(
        path=path,
        slug=path.relative_to(root).as_posix(),
        title=data["title"],
        summary=data["summary"],
        order=data["order"],
    )


def _exact(slug: str, wanted: str) -> bool:
    track, _, name = slug.rpartition("/")
    short = track.rpartition("/")[2]
    names = {name, _without_number(name)}
    below = {name[:2], *names}
    tracks = {track, short, _without_number(short)}
    return (
        wanted in names
        or any(wanted == f"{t}/{n}" for t in tracks for n in below)
        or wanted.startswith(f"{slug}/")
    )


def _loose(slug: str, wanted: str) -> bool:
    path = wanted.removesuffix(".py")
    return slug.rpartition("/")[2] in path.split("/") or slug.lower() == path.lower()


def _without_number(name: str) -> str:
    return name[3:] if _NUMBERED.fullmatch(name) else name


def alike(text: str, slugs: Sequence[str], *, least: float = 0.45) -> list[str]:
    """Find the drills or tracks that a misspelt name may mean.

    Args:
        text: what was written: a name, with or without its number and its track.
        slugs: what there is.
        least: how alike they have to be, from 0 to 1.

    Returns:
        Those of the slugs that are alike, the likeliest first.
    """
    import difflib

    by_name = {slug.rpartition("/")[2]: slug for slug in slugs} | {slug: slug for slug in slugs}
    by_name |= {_without_number(name): slug for name, slug in list(by_name.items())}
    close = difflib.get_close_matches(text.strip("/"), by_name, n=8, cutoff=least)
    return list(dict.fromkeys(by_name[name] for name in close))


def _unknown(kind: str, text: str, candidates: list[str]) -> UsageError:
    if len(candidates) > 5 or kind == "drill":
        contained = [c for c in candidates if text and text.lower() in c.lower()]
        candidates = list(dict.fromkeys([*contained, *alike(text, candidates)]))[:5]
    if not candidates:
        return UsageError(f"no {kind} is called “{text}”", mend="`drills list` shows them all.")
    what = f"no single {kind} is called “{text}”"
    meant = ", ".join(candidates)
    if len(meant) > _LINE_LENGTH:
        return UsageError(what, mend="\n  ".join(["Did you mean one of these?", *candidates]))
    return UsageError(what, mend=f"Did you mean: {meant}?")


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
