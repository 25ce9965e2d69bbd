"""Add numbers with SQLite."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path


def total(path: Path, numbers: Sequence[int]) -> int:
    """The sum of the numbers, added by SQLite."""
    with closing(sqlite3.connect(path)) as connection:
        result = 0
        for number in numbers:
            (result,) = connection.execute("SELECT ? + ?", (result, number)).fetchone()
        return result


if __name__ == "__main__":
    print("2 + 3 =", total(Path(":memory:"), [2, 3]))
