"""Takes two payments that look alike for one."""

from solution import *
from solution import _hash_of
from solution import handle_webhook as _good

FAILS = "equal_payments_with_two_keys_both_count"
SAYS = "two that look alike are still two"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """The hash of the payload is the key."""
    return _good(sessions, WebhookRequest(_hash_of(request.payload), request.payload))
