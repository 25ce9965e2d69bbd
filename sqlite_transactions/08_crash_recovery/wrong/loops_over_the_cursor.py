"""Sends while it is still reading: the unfinished SELECT holds an old snapshot."""

from solution import *

FAILS = "nobody_waits_for_send"
SAYS = "holds on to an old snapshot"


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """When somebody else has written, this connection may not any more."""
    count = 0
    for message_id, key, payload in conn.execute(
        "SELECT id, key, payload FROM outbox WHERE sent = 0 ORDER BY id"
    ):
        send(key, json.loads(payload))
        conn.execute("UPDATE outbox SET sent = 1 WHERE id = ?", (message_id,))
        count += 1
    return count
