"""Thinks that quotes around a name make it safe in a sentence of SQL."""

from solution import *

FAILS = "a_snapshot_is_a_copy"
SAYS = "to \"O'Brien's käse & tea.db\" raised OperationalError"


def snapshot(source: Path, target: Path) -> None:
    """Write the name into the sentence: an apostrophe in it ends the text."""
    with closing(open_existing(source)) as conn:
        conn.execute(f"VACUUM INTO '{target}'")
