"""Hashes the payload as it came: another order of names is another payload."""

from solution import *
from solution import _answer_again, _credit

FAILS = "the_order_of_names_does_not_matter"
SAYS = "another order"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """The same values may hash differently."""
    digest = hashlib.sha256(json.dumps(dict(request.payload)).encode()).hexdigest()
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
