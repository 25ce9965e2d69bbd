"""Leaves the order to the database, which is free to begin at the end."""

from solution import *

FAILS = "messages_are_sent_in_order"
SAYS = "oldest first"


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """ORDER BY key is an order, but not that of the sales."""
    rows = conn.execute(
        "SELECT id, key, payload FROM outbox WHERE sent = 0 ORDER BY key"
    ).fetchall()
    for message_id, key, payload in rows:
        send(key, json.loads(payload))
        conn.execute("UPDATE outbox SET sent = 1 WHERE id = ?", (message_id,))
    return len(rows)
