"""Commits the effect, and then the key in a transaction of its own."""

from solution import *
from solution import _answer_again, _credit, _hash_of

FAILS = "a_crash_leaves_both_or_nothing"
SAYS = "killed after COMMIT (key_in_other_transaction.py:"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """Between the two commits there is an effect without a key."""
    digest = _hash_of(request.payload)
    with sessions() as session:
        if session.get(HandledRequest, request.key) is not None:
            return _answer_again(session, request.key, digest)
        response = _credit(session, request.payload)
        if response.status != 200:
            return response
        session.commit()
        session.add(
            HandledRequest(
                key=request.key, payload_hash=digest, status=response.status, body=response.body
            )
        )
        session.commit()
        return response
