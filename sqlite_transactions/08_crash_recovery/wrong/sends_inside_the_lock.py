"""Sends inside of the transaction that marks, as if a ROLLBACK could call a message back."""

from solution import *

FAILS = "nobody_waits_for_send"
SAYS = "a lock is not held while waiting for something slow"


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """The shop stands still while the receiver thinks."""
    rows = conn.execute("SELECT id, key, payload FROM outbox WHERE sent = 0 ORDER BY id").fetchall()
    for message_id, key, payload in rows:
        conn.execute("BEGIN IMMEDIATE")
        try:
            send(key, json.loads(payload))
            conn.execute("UPDATE outbox SET sent = 1 WHERE id = ?", (message_id,))
            conn.execute("COMMIT")
        finally:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
    return len(rows)
