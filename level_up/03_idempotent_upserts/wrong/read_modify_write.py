"""Reads the balance, adds to it in Python and writes it: another payment may come between."""

from solution import *
from solution import _answer_again, _hash_of

FAILS = "simultaneous_payments_all_count"
SAYS = "no payment may overwrite another"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """The key keeps twins away, and nobody else."""
    digest = _hash_of(request.payload)
    with sessions() as session:
        claimed = session.scalar(
            insert_into(session, HandledRequest)
            .values(key=request.key, payload_hash=digest)
            .on_conflict_do_nothing()
            .returning(HandledRequest.key)
        )
        if claimed is None:
            return _answer_again(session, request.key, digest)
        account = session.get(Account, request.payload["account"])
        if account is None:
            return WebhookResponse(404, {})
        account.balance_cents += request.payload["amount_cents"]
        body = {"account": account.name, "balance_cents": account.balance_cents}
        session.execute(
            update(HandledRequest)
            .where(HandledRequest.key == request.key)
            .values(status=200, body=body)
        )
        session.commit()
        return WebhookResponse(200, body)
