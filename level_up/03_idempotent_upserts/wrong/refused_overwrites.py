"""Writes the payload of a refused request under the key."""

from solution import *
from solution import _hash_of
from solution import handle_webhook as _good

FAILS = "a_key_with_another_payload_is_refused"
SAYS = "must not change what is stored under the key"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """The last payload is the one that counts."""
    response = _good(sessions, request)
    if response.status == 409:
        with sessions.begin() as session:
            handled = session.get_one(HandledRequest, request.key)
            handled.payload_hash = _hash_of(request.payload)
    return response
