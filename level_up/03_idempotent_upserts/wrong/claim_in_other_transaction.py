"""Commits the key first, so that twins see it, and the effect afterwards."""

from solution import *
from solution import _answer_again, _credit, _hash_of

FAILS = "a_crash_leaves_both_or_nothing"
SAYS = "was credited with 0"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """After a crash between the two commits the key is taken for ever."""
    digest = _hash_of(request.payload)
    with sessions() as session:
        claim = insert_into(session, HandledRequest).values(key=request.key, payload_hash=digest)
        claim = claim.on_conflict_do_nothing().returning(HandledRequest.key)
        is_first = session.scalar(claim) is not None
        session.commit()
        handled = session.get_one(HandledRequest, request.key)
        if not is_first:
            if handled.status is None:
                return WebhookResponse(409, {"error": "this request is being handled"})
            return _answer_again(session, request.key, digest)
        response = _credit(session, request.payload)
        if response.status == 200:
            handled.status, handled.body = response.status, response.body
        else:
            session.delete(handled)
        session.commit()
        return response
