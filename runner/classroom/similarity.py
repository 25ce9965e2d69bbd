"""Answers that are much alike: winnowing, as Schleimer, Wilkerson and Aiken describe it (2003).

An answer becomes a stream of tokens without what a copyist changes first: names, numbers, strings,
comments, line breaks.  Of the hashes of all runs of tokens a few are kept, always the same ones
for the same text, so that any stretch of 19 tokens that two answers share is seen.  What the stub
gave to everybody does not count, nor what most of a class wrote.

A high share is a place to look, not a verdict.  A short drill has few good answers, and strings
count as equal, so that answers with the same calls and other SQL look alike.
"""

from __future__ import annotations

import keyword
import tokenize
from collections import Counter
from difflib import SequenceMatcher
from itertools import accumulate, combinations, groupby
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from runner.classroom.marks import HandedIn, Similar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_RUN = 12
"""Tokens in a run.  Fewer find idioms, more miss copies in which every few tokens were changed."""
_WINDOW = 8
"""Of this many neighbouring runs at least one is kept."""
_LEAST = 0.5
_FEWEST = 10
"""With fewer fingerprints than this an answer is too short to tell whose it is."""
_COMMON = 10
"""What more answers than this share, and more than half of the class, is how one writes it."""
_LARGEST = 1 << 20
"""Bytes of a file that is still read: nobody writes more, and a hostile answer may."""
_UNREADABLE = (OSError, SyntaxError, UnicodeDecodeError, tokenize.TokenError)


class _Print(NamedTuple):
    """A run of tokens that was kept."""

    hash: int
    first: int
    """The line it begins on."""
    last: int


def similar(answers: Sequence[HandedIn], *, least: float = _LEAST) -> tuple[Similar, ...]:
    """The pairs of answers to the same drill that share much, the most alike first.

    The default was measured on this repository's drills: the solution and the `right/` answers,
    which differ in approach, share at most 0.16; a copy with other names, numbers, comments and
    layout shares 1.0; one that a program has rewritten as well (other order of functions, no
    docstrings, other brackets) at least 0.45, and 63 of 66 at least 0.5.  A `wrong/` answer is its
    solution with one piece changed, which is just what a copy is: 866 of 867 are found.  A class
    that was taught one approach shares more than those `right/` answers do.

    Args:
        answers: of a class, to any drills.  Files that are no Python are skipped.
        least: the share from which a pair is reported, 0 to 1.
    """
    found = [
        pair
        for _, group in groupby(
            sorted(answers, key=lambda each: (each.drill.slug, each.learner)),
            key=lambda each: each.drill.slug,
        )
        for pair in _of_drill(list(group), least)
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.share, pair.drill, pair.learners)))


def _of_drill(answers: Sequence[HandedIn], least: float) -> Iterator[Similar]:
    drill = answers[0].drill
    given = {run.hash for run in _runs_of(drill.file("exercise"))}
    prints = [[run for run in _kept(answer.path) if run.hash not in given] for answer in answers]
    held = Counter(value for own in prints for value in {run.hash for run in own})
    many = max(_COMMON, len(answers) // 2)
    prints = [[run for run in own if held[run.hash] <= many] for own in prints]
    values = [{run.hash for run in own} for own in prints]
    for one, other in combinations(range(len(answers)), 2):
        fewest = min(len(values[one]), len(values[other]))
        if fewest < _FEWEST:
            continue
        share = len(values[one] & values[other]) / fewest
        if share >= least:
            yield Similar(
                drill.slug,
                (answers[one].learner, answers[other].learner),
                share,
                # Line numbers mean nothing where an answer is several files.
                () if drill.is_folder else _longest(prints[one], prints[other]),
            )


def _longest(one: Sequence[_Print], other: Sequence[_Print]) -> tuple[tuple[int, int], ...]:
    """The lines of the longest stretch of fingerprints that both have, in each of the two."""
    matcher = SequenceMatcher(
        None, [run.hash for run in one], [run.hash for run in other], autojunk=False
    )
    a, b, size = matcher.find_longest_match()
    return (
        (one[a].first, one[a + size - 1].last),
        (other[b].first, other[b + size - 1].last),
    )


def _kept(answer: Path) -> Iterator[_Print]:
    """The fingerprints of an answer: of each window the least hash, and of equals the last.

    A window keeps what the one before it kept, where that is still the least ("robust"
    winnowing): a long repetition then gives few fingerprints.
    """
    runs = list(_runs_of(answer))
    hashes = [run.hash for run in runs]
    kept = -1
    for start in range(max(len(runs) - _WINDOW + 1, min(len(runs), 1))):
        window = hashes[start : start + _WINDOW]
        least = min(window)
        if kept >= start and hashes[kept] == least:
            continue
        kept = start + len(window) - 1 - window[::-1].index(least)
        yield runs[kept]


def _runs_of(answer: Path) -> Iterator[_Print]:
    """Every run of tokens, file by file: none spans two files."""
    files = sorted(answer.rglob("*.py")) if answer.is_dir() else [answer]
    for file in files:
        tokens = _tokens(file)
        text = " ".join(token for token, _ in tokens).encode()
        ends = list(accumulate(len(token.encode()) + 1 for token, _ in tokens))
        for start in range(len(tokens) - _RUN + 1):
            last = start + _RUN - 1
            begin = ends[start - 1] if start else 0
            # Python's own hash of a text differs from process to process.
            value = crc32(text[begin : ends[last] - 1])
            yield _Print(value, tokens[start][1], tokens[last][1])


def _tokens(file: Path) -> list[tuple[str, int]]:
    """What stands in a file, and on which lines; nothing where it is no Python."""
    found: list[tuple[str, int]] = []
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return []
        with tokenize.open(file) as lines:
            for token in tokenize.generate_tokens(lines.readline):
                text = _normal(token)
                # Strings side by side are one, and a comma before a bracket says nothing.
                if not text or (text == "S" and found and found[-1][0] == "S"):
                    continue
                if text in ")]}" and found and found[-1][0] == ",":
                    found.pop()
                found.append((text, token.start[0]))
    except _UNREADABLE:
        return []
    return found


def _normal(token: tokenize.TokenInfo) -> str:
    """A token without what a copyist changes first; empty for layout and comments."""
    kind = tokenize.tok_name[token.type]
    if kind == "STRING" or kind.endswith("STRING_START"):  # f-strings and t-strings come in parts
        return "S"
    if kind == "NUMBER":
        return "0"
    if kind == "NAME":
        return token.string if keyword.iskeyword(token.string) else "N"
    return token.string if kind == "OP" else ""
