"""Sends what is there, each time."""

from solution import *

FAILS = "messages_are_sent_in_order"
SAYS = "a sent one is marked"


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """Receivers will drop duplicates, will they not?"""
    rows = conn.execute("SELECT id, key, payload FROM outbox WHERE sent = 0 ORDER BY id").fetchall()
    for _, key, payload in rows:
        send(key, json.loads(payload))
    return len(rows)
