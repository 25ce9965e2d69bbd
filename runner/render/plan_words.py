"""The steps of query plans in words, for who reads plans for the first time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runner.seen import PlanStep

_COSTLY = ("reads every", "puts the rows in order")


def in_words(step: PlanStep) -> str:
    """What a step of a plan does, for who reads plans for the first time.

    Args:
        step: of PostgreSQL or SQLite.
    """
    text = step.text
    for pattern, words in _WORDS:
        if match := re.match(pattern, text):
            return words.format(**match.groupdict())
    return ""


def is_costly(words: str) -> bool:
    """Whether a step is one that grows with the table: it reads all of it, or sorts.

    Args:
        words: as `in_words` gave them.
    """
    return words.startswith(_COSTLY)


_WORDS = [
    (r"Seq Scan on (?P<table>\S+)", "reads every row of {table}"),
    (r"Index Only Scan using (?P<index>\S+)", "answers from the index {index} alone"),
    (r"Index Scan using (?P<index>\S+) on (?P<table>\S+)", "finds rows of {table} by {index}"),
    (r"Bitmap Heap Scan on (?P<table>\S+)", "reads the rows of {table} that an index has marked"),
    (r"Bitmap Index Scan using (?P<index>\S+)", "marks rows with the index {index}"),
    (r"Incremental Sort|Sort", "puts the rows in order"),
    (r"Hash Join", "joins with a table in memory (hash)"),
    (r"Nested Loop", "looks up partners for each row, one by one"),
    (r"Merge Join", "joins two sorted inputs"),
    (r"Hash\b", "keeps the rows in memory for the join"),
    (r"(Hash|Group)?Aggregate", "counts or sums"),
    (r"LockRows", "locks the rows it returns"),
    (r"Limit", "stops after the first rows"),
    (r"ModifyTable|Update|Insert|Delete", "writes"),
    (r"SCAN (CONSTANT|\d+)", "reads no table"),
    (r"SCAN (?P<table>\S+) USING COVERING INDEX (?P<index>\S+)", "reads the whole index {index}"),
    (r"SCAN (?P<table>\S+) USING INDEX (?P<index>\S+)", "reads {table} in the order of {index}"),
    (r"SCAN (?P<table>\S+)", "reads every row of {table}"),
    (r"SEARCH (?P<table>\S+) USING INTEGER PRIMARY KEY", "finds rows of {table} by their key"),
    (
        r"SEARCH (?P<table>\S+) USING (COVERING )?INDEX (?P<index>\S+)",
        "finds rows of {table} by {index}",
    ),
    (r"USE TEMP B-TREE FOR ORDER BY", "puts the rows in order"),
    (r"USE TEMP B-TREE", "sorts rows on the side"),
]
