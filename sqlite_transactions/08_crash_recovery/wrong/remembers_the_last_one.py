"""Thinks that everything below the newest sent message was sent."""

from solution import *

FAILS = "messages_are_sent_in_order"
SAYS = "also where a newer one is"


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """A number instead of a mark for each message: what was left out stays left out."""
    rows = conn.execute(
        "SELECT id, key, payload FROM outbox"
        " WHERE id > (SELECT COALESCE(MAX(id), 0) FROM outbox WHERE sent = 1) ORDER BY id"
    ).fetchall()
    for message_id, key, payload in rows:
        send(key, json.loads(payload))
        conn.execute("UPDATE outbox SET sent = 1 WHERE id = ?", (message_id,))
    return len(rows)
