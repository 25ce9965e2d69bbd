"""Credits every delivery: the sender promised to send only once."""

from solution import *
from solution import _credit

FAILS = "a_payment_is_credited_once"
SAYS = "must not have its effect again"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """Nothing is remembered."""
    with sessions() as session:
        response = _credit(session, request.payload)
        session.commit()
        return response
