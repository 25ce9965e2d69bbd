"""Marks what was sent in a finally, all at once: a kill runs no finally."""

from solution import *

FAILS = "a_kill_loses_no_message"
SAYS = "each is marked as soon as it was sent"


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """Good for exceptions, not for kills."""
    rows = conn.execute("SELECT id, key, payload FROM outbox WHERE sent = 0 ORDER BY id").fetchall()
    done: list[tuple[int]] = []
    try:
        for message_id, key, payload in rows:
            send(key, json.loads(payload))
            done.append((message_id,))
    finally:
        conn.executemany("UPDATE outbox SET sent = 1 WHERE id = ?", done)
    return len(rows)
