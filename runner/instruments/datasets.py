"""Data for checks: strings that break careless code, and plain names in any number."""

from __future__ import annotations

import random

HOSTILE_NAMES: tuple[str, ...] = (
    "O'Brien",
    'She said "hi"',
    "100%",
    "under_score",
    "back\\slash",
    "two\nlines",
    "Robert'); DROP TABLE products;--",
    "semi;colon, comma\ttab",
    "  spaces around  ",
    "null",
    ":name ? %s {0}",
    "Ærøskøbing",
    # The same letter as one and as two code points: different strings that look alike.
    "caf\u00e9",
    "cafe\u0301",
    "茶",
    "🍵 tea",
    "שלום",
    "007",
    "",
)
"""Quotes, wildcards, a backslash, a newline, placeholders, SQL, look-alikes, emoji,
right-to-left, a leading zero, empty.  All different, also after nothing but `==`."""

_STARTS = ("B", "Br", "Ch", "D", "Dr", "F", "G", "Gr", "H", "K", "L", "M", "N", "P", "St", "Tr")
_MIDDLES = ("a", "ai", "e", "ea", "i", "ia", "o", "ou", "u")
_ENDS = ("bel", "den", "fin", "gor", "len", "mar", "nor", "pel", "ric", "sol", "ton", "wick")


def names(n: int, seed: int = 1) -> list[str]:
    """Distinct plain names, always the same for the same seed.

    Args:
        n: How many.
        seed: Another seed gives other names in another order.

    Returns:
        Names of ASCII letters, with a number behind where there are many: `Kramar`, `Kramar 2`.
    """
    plain = [start + middle + end for start in _STARTS for middle in _MIDDLES for end in _ENDS]
    random.Random(seed).shuffle(plain)
    rounds = range(1, n // len(plain) + 2)
    numbered = (name if turn == 1 else f"{name} {turn}" for turn in rounds for name in plain)
    return [name for name, _ in zip(numbered, range(n), strict=False)]
