"""Marks a message before it is sent, so that it is never sent twice."""

from solution import *

FAILS = "a_failing_send_keeps_the_message"
SAYS = "a message is marked when it was sent, and not before"


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """At most once means: perhaps never."""
    rows = conn.execute("SELECT id, key, payload FROM outbox WHERE sent = 0 ORDER BY id").fetchall()
    for message_id, key, payload in rows:
        conn.execute("UPDATE outbox SET sent = 1 WHERE id = ?", (message_id,))
        send(key, json.loads(payload))
    return len(rows)
