"""Marks first, and takes the mark back when sending fails: a kill takes nothing back."""

from solution import *

FAILS = "a_kill_loses_no_message"
SAYS = "messages never arrived"


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """An except does not run after SIGKILL."""
    rows = conn.execute("SELECT id, key, payload FROM outbox WHERE sent = 0 ORDER BY id").fetchall()
    for message_id, key, payload in rows:
        conn.execute("UPDATE outbox SET sent = 1 WHERE id = ?", (message_id,))
        try:
            send(key, json.loads(payload))
        except BaseException:
            conn.execute("UPDATE outbox SET sent = 0 WHERE id = ?", (message_id,))
            raise
    return len(rows)
