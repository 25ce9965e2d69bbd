"""Thinks that CSV is values with commas between them."""

from solution import *

FAILS = "any_text_survives"
SAYS = "cannot be read as CSV"


def export_csv(
    conn: sqlite3.Connection,
    sql: str,
    params: Sequence[object],
    path: Path,
    *,
    excel_safe: bool = False,
) -> int:
    """Join with commas, and quote nothing."""
    temporary = path.with_name(".tmp")
    count = 0
    try:
        with temporary.open("w", newline="", encoding="utf-8") as file:
            cursor = conn.execute(sql, params)
            file.write(",".join(name for name, *_ in cursor.description) + "\r\n")
            for row in cursor:
                file.write(",".join("" if v is None else str(v) for v in row) + "\r\n")
                count += 1
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return count
