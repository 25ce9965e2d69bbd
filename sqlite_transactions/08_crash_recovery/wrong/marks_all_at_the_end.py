"""Marks all messages at once, when the last one was sent."""

from solution import *

FAILS = "a_failing_send_keeps_the_message"
SAYS = "no other"


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """A failure or a kill sends all of them again."""
    rows = conn.execute("SELECT id, key, payload FROM outbox WHERE sent = 0 ORDER BY id").fetchall()
    for _, key, payload in rows:
        send(key, json.loads(payload))
    conn.executemany("UPDATE outbox SET sent = 1 WHERE id = ?", [row[:1] for row in rows])
    return len(rows)
