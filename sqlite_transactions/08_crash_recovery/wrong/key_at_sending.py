"""Makes the key when the message is sent: every attempt has another one."""

from solution import *
from solution import publish_pending as good

FAILS = "messages_are_sent_in_order"
SAYS = "the key is stored with the message"


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """No receiver can tell a duplicate."""
    return good(conn, lambda _, payload: send(str(uuid.uuid4()), payload))
