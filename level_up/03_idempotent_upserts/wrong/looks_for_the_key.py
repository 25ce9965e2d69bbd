"""Looks for the key first and writes it later: twins all find nothing."""

from solution import *
from solution import _answer_again, _credit, _hash_of

FAILS = "simultaneous_deliveries_credit_once"
SAYS = "IntegrityError"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """Nobody else is kept from doing the same."""
    digest = _hash_of(request.payload)
    with sessions() as session:
        if session.get(HandledRequest, request.key) is not None:
            return _answer_again(session, request.key, digest)
        response = _credit(session, request.payload)
        if response.status != 200:
            return response
        session.add(
            HandledRequest(
                key=request.key, payload_hash=digest, status=response.status, body=response.body
            )
        )
        session.commit()
        return response
