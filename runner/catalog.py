"""Discover tracks and drills; resolve what a person typed to one of them."""

from __future__ import annotations

import os
import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runner.errors import DrillError, UsageError
from runner.model import DATABASES, Database, Drill, Track

if TYPE_CHECKING:
    from collections.abc import Sequence

REPOSITORY = Path(__file__).resolve().parent.parent
_LINE_LENGTH = 60
_NUMBERED = re.compile(r"\d\d_[a-z0-9_]+")
_HEAD_KEYS = {"title": str, "difficulty": int, "minutes": int, "database": str}


def course_root() -> Path:
    """The folder whose tracks are offered: the repository, or `DRILLS_COURSE`.

    Raises:
        UsageError: `DRILLS_COURSE` names no folder.
    """
    given = os.environ.get("DRILLS_COURSE")
    if not given:
        return REPOSITORY
    root = Path(given).expanduser().resolve()
    if not root.is_dir():
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
            DrillError: a `track.toml` cannot be read or lacks a key.
        """
        files = [*self.root.glob("*/track.toml"), *self.root.glob("*/*/track.toml")]
        return tuple(
            sorted(
                (_read_track(file, self.root) for file in files),
                key=lambda track: (track.order, track.slug),
            )
        )

    @cached_property
    def drills(self) -> tuple[Drill, ...]:
        """All drills in learning order: by track, then by number.

        Raises:
            DrillError: a `drill.toml` cannot be read or lacks a key.
        """
        tracks = {track.slug: track for track in self.tracks}
        found = [(tracks[slug.rpartition("/")[0]], path) for slug, path in self._folders.items()]
        found.sort(key=lambda pair: (pair[0].order, pair[0].slug, pair[1].name))
        return tuple(_read_drill(path, track) for track, path in found)

    @cached_property
    def _folders(self) -> dict[str, Path]:
        """Slug -> folder of every drill: what it takes to find one without reading them all."""
        files = [*self.root.glob("*/*/drill.toml"), *self.root.glob("*/*/*/drill.toml")]
        return {
            file.parent.relative_to(self.root).as_posix(): file.parent
            for file in sorted(files)
            if (file.parent.parent / "track.toml").exists()
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
    return _read_drill(path, _read_track(path.parent / "track.toml", root or course_root()))


def _read_track(file: Path, root: Path) -> Track:
    data = _toml_head(file)
    try:
        return Track(
            path=file.parent,
            slug=file.parent.relative_to(root).as_posix(),
            title=data["title"],
            summary=data["summary"],
            order=data["order"],
        )
    except KeyError as missing:
        raise DrillError(
            f"{file} lacks the key {missing}", mend="A track has title, summary and order."
        ) from None


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
        DrillError: there is no readable `drill.toml`.
    """
    try:
        return _toml_head(folder / "drill.toml")["database"]
    except (FileNotFoundError, KeyError):
        raise DrillError(
            f"{folder} is no drill: it has no drill.toml that names a database",
            mend="docs/authoring.md shows what a drill's folder holds.",
        ) from None


def _toml_head(file: Path) -> dict[str, Any]:
    """The keys above the first table.  The rest (hints) is long, and a listing needs none of it."""
    text = file.read_text(encoding="utf-8")
    try:
        return tomllib.loads(text.partition("\n[")[0])
    except tomllib.TOMLDecodeError as error:
        raise DrillError(f"{file} is not valid TOML: {error}") from None


def _read_drill(path: Path, track: Track) -> Drill:
    file = path / "drill.toml"
    data = _toml_head(file)
    for key, kind in _HEAD_KEYS.items():
        if not isinstance(data.get(key), kind):
            raise DrillError(
                f"{file}: “{key}” must be a {kind.__name__}, found {data.get(key)!r}",
                mend="docs/authoring.md lists the keys of drill.toml.",
            )
    if data["database"] not in DATABASES:
        raise DrillError(
            f"{file}: database must be one of {', '.join(DATABASES)}, found {data['database']!r}"
        )
    return Drill(
        path=path,
        track=track,
        title=data["title"],
        difficulty=data["difficulty"],
        minutes=data["minutes"],
        database=data["database"],
        needs=tuple(data.get("needs", ())),
        learnt=data.get("learnt", ""),
    )
