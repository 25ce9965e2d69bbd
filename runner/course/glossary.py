"""The words of the briefs, from docs/glossary.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from runner.catalog import REPOSITORY
from runner.errors import UsageError

FILE = REPOSITORY / "docs/glossary.md"
_ENTRY = re.compile(r"^## (.+)\n\n(.+?)\n\nDrills: (.+)$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Term:
    """A word, what it means, and the drills that teach it."""

    name: str
    meaning: str
    drills: tuple[str, ...]


def terms() -> list[Term]:
    """All of them, in the order of the file."""
    sections = FILE.read_text(encoding="utf-8").split("\n## ")[1:]
    found = []
    for section in sections:
        entry = _ENTRY.match(f"## {section.strip()}")
        assert entry is not None, f"{FILE}: no drills are named under {section[:20]!r}"
        found.append(Term(entry[1], entry[2], tuple(entry[3].split(", "))))
    return found


def term(text: str) -> Term:
    """The one that a person means, in any case, with spaces, hyphens or underscores, or a part.

    Args:
        text: what was typed.

    Raises:
        UsageError: there is none, or more than one.
    """
    wanted = _plain(text)
    known = {_plain(each.name): each for each in terms()}
    if wanted in known:
        return known[wanted]
    parts = [name for name in known if wanted and wanted in name]
    if len(parts) == 1:
        return known[parts[0]]
    close = parts or get_close_matches(wanted, known, n=3)
    meant = ", ".join(known[name].name for name in close)
    raise UsageError(
        f"the glossary has no {'single ' if parts else ''}entry “{text}”",
        mend=f"Did you mean: {meant}?" if meant else "`drills explain` lists all terms.",
    )


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.strip().lower())
