"""Adds in the database, and tells a balance that it has read before and added to in Python."""

from solution import *
from solution import _answer_again, _hash_of

FAILS = "simultaneous_payments_all_count"
SAYS = "the response has the balance as this payment's transaction made it"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """What is stored is right, what is told is not."""
    digest = _hash_of(request.payload)
    name, amount = request.payload["account"], request.payload["amount_cents"]
    with sessions() as session:
        balance = session.scalar(select(Account.balance_cents).where(Account.name == name))
        if balance is None:
            return WebhookResponse(404, {})
        body = {"account": name, "balance_cents": balance + amount}
        claimed = session.scalar(
            insert_into(session, HandledRequest)
            .values(key=request.key, payload_hash=digest, status=200, body=body)
            .on_conflict_do_nothing()
            .returning(HandledRequest.key)
        )
        if claimed is None:
            return _answer_again(session, request.key, digest)
        session.execute(
            update(Account)
            .where(Account.name == name)
            .values(balance_cents=Account.balance_cents + amount)
        )
        session.commit()
        return WebhookResponse(200, body)
