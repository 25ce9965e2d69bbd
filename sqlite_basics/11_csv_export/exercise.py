"""Rows out to a CSV file and back in, without losing anything."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ImportReport:
    """What an import did.  Given: nothing to do here."""

    rows: int
    """How many rows were added."""
    columns: tuple[str, ...]
    """Their columns, in the order of the file."""


def export_csv(
    conn: sqlite3.Connection,
    sql: str,
    params: Sequence[object],
    path: Path,
    *,
    excel_safe: bool = False,
) -> int:
    """Write the rows of a query to a CSV file (UTF-8, commas, with a header).

    The file appears whole, or not at all: when anything fails, an older file of this name is as
    before, and nothing else is left in the folder.

    Args:
        conn: An open connection.
        sql: A SELECT.
        params: The values for its `?`.
        path: The file.
        excel_safe: Write an apostrophe in front of every text that a spreadsheet could take for
            a formula: one that begins with `=`, `+`, `-`, `@`, a tab or a carriage return.

    Returns:
        How many rows were written, without the header.
    """
    # TODO task 1: the header and the rows
    # TODO task 2: NULL is nothing between two commas, an empty text is ""
    # TODO task 3: one row at a time
    # TODO task 4: a file that is whole
    # TODO task 5: excel_safe
    raise NotImplementedError


def import_csv(conn: sqlite3.Connection, path: Path, table: str) -> ImportReport:
    """Add the rows of a CSV file, written by `export_csv`, to a table: all of them, or none.

    It is saved when the call returns.

    Args:
        conn: An open connection with `autocommit=False`.
        path: The file.  Its header names columns of the table, in any order.
        table: The table's name.

    Returns:
        What was added.

    Raises:
        ValueError: There is no such table, the header names a column that it does not have, or a
            row has more or fewer fields than the header.  Nothing was added.
        sqlite3.Error: The database refused a row.  Nothing was added.
    """
    # TODO task 6: bring the rows back
    # TODO task 7: a file that does not fit
    raise NotImplementedError
