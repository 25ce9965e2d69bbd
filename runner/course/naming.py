"""What a person may call a drill or a track, and what they may have meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runner.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBERED = re.compile(r"\d\d_[a-z0-9_]+")
_LINE_LENGTH = 60
_CANDIDATES = 5
"""That are shown at most."""


def exact(slug: str, wanted: str) -> bool:
    """Whether this is one of the names of a drill: with or without its number and its track.

    Args:
        slug: the drill's track and name.
        wanted: what was typed, or the path of a file below the drill's folder.
    """
    track, _, name = slug.rpartition("/")
    short = track.rpartition("/")[2]
    names = {name, without_number(name)}
    below = {name[:2], name[:2].lstrip("0"), *names}
    tracks = {track, short, without_number(short)}
    return (
        wanted in names
        or any(wanted == f"{t}/{n}" for t in tracks for n in below)
        or wanted.startswith(f"{slug}/")
    )


def loose(slug: str, wanted: str) -> bool:
    """Whether a path has the drill's name in it, or only capitals differ.

    Args:
        slug: the drill's track and name.
        wanted: what was typed.
    """
    path = wanted.removesuffix(".py")
    return slug.rpartition("/")[2] in path.split("/") or slug.lower() == path.lower()


def without_number(name: str) -> str:
    """The name of a drill or a track, without the number it may start with."""
    return name[3:] if NUMBERED.fullmatch(name) else name


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
    by_name |= {without_number(name): slug for name, slug in list(by_name.items())}
    close = difflib.get_close_matches(text.strip("/"), by_name, n=8, cutoff=least)
    return list(dict.fromkeys(by_name[name] for name in close))


def unknown(kind: str, text: str, candidates: list[str]) -> UsageError:
    """The error that says so, with what may have been meant.

    Args:
        kind: drill or track.
        text: what was typed.
        candidates: what it matches, or all there is.
    """
    what = f"no {kind} is called “{text}”"
    if len(candidates) > 5 or kind == "drill":
        contained = [slug for slug in candidates if text and text.lower() in slug.lower()]
        candidates = (contained or alike(text, candidates))[:_CANDIDATES]
        if len(contained) > 1:
            what = f"several {kind}s match “{text}”"
    if not candidates:
        return UsageError(what, mend="`drills list` shows them all.")
    meant = ", ".join(candidates)
    if len(meant) > _LINE_LENGTH:
        return UsageError(what, mend="\n  ".join(["Did you mean one of these?", *candidates]))
    return UsageError(what, mend=f"Did you mean: {meant}?")
