"""Gives the stored response to whoever knows the key, whatever the payload."""

from solution import *
from solution import _answer_again, _credit

FAILS = "a_key_with_another_payload_is_refused"
SAYS = "got 200, not 409"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """No payload is ever compared."""
    digest = hashlib.sha256(request.key.encode()).hexdigest()
    with sessions() as session:
        claim = insert_into(session, HandledRequest).values(key=request.key, payload_hash=digest)
        claim = claim.on_conflict_do_nothing().returning(HandledRequest.key)
        if session.scalar(claim) is None:
            return _answer_again(session, request.key, digest)
        response = _credit(session, request.payload)
        if response.status != 200:
            return response
        handled = session.get_one(HandledRequest, request.key)
        handled.status, handled.body = response.status, response.body
        session.commit()
        return response
