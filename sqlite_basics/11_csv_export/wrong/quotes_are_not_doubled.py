"""Thinks that two quotes around a text are enough."""

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
    """Put quotes around each text, and leave those inside it."""
    temporary = path.with_name(".tmp")
    count = 0
    try:
        with temporary.open("w", newline="", encoding="utf-8") as file:
            cursor = conn.execute(sql, params)
            file.write(",".join(f'"{name}"' for name, *_ in cursor.description) + "\r\n")
            for row in cursor:
                cells = (f'"{v}"' if isinstance(v, str) else str(v) for v in row)
                file.write(",".join(cells) + "\r\n")
                count += 1
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return count
