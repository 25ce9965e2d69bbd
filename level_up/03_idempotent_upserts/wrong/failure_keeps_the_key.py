"""Remembers a request that had no effect: it can never be sent again."""

from solution import *
from solution import _answer_again, _credit, _hash_of

FAILS = "a_failed_request_leaves_no_key"
SAYS = "without the effect there is no key"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """404 is stored like any response."""
    digest = _hash_of(request.payload)
    with sessions.begin() as session:
        claim = insert_into(session, HandledRequest).values(key=request.key, payload_hash=digest)
        claim = claim.on_conflict_do_nothing().returning(HandledRequest.key)
        if session.scalar(claim) is None:
            return _answer_again(session, request.key, digest)
        response = _credit(session, request.payload)
        handled = session.get_one(HandledRequest, request.key)
        handled.status, handled.body = response.status, response.body
        return response
