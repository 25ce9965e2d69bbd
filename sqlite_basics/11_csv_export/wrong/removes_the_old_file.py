"""Thinks that the old file may go before the new one is there."""

from solution import *
from solution import export_csv as good_export

FAILS = "a_failed_export_changes_no_file"
SAYS = "there was an old file"


def export_csv(
    conn: sqlite3.Connection,
    sql: str,
    params: Sequence[object],
    path: Path,
    *,
    excel_safe: bool = False,
) -> int:
    """Make room first."""
    path.unlink(missing_ok=True)
    return good_export(conn, sql, params, path, excel_safe=excel_safe)
