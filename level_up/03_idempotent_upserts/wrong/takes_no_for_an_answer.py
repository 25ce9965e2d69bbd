"""Writes the key with DO NOTHING and does not look whether it did."""

from solution import *
from solution import _answer_again, _credit, _hash_of

FAILS = "simultaneous_deliveries_credit_once"
SAYS = "after 4 simultaneous deliveries of one payment of 100"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """The conflict is silenced, its meaning is lost."""
    digest = _hash_of(request.payload)
    with sessions() as session:
        if session.get(HandledRequest, request.key) is not None:
            return _answer_again(session, request.key, digest)
        response = _credit(session, request.payload)
        if response.status != 200:
            return response
        session.execute(
            insert_into(session, HandledRequest)
            .values(key=request.key, payload_hash=digest, status=200, body=response.body)
            .on_conflict_do_nothing()
        )
        session.commit()
        return response
