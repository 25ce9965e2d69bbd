"""Guards the balance with a lock of Python's: another process has a lock of its own."""

import threading

from solution import *
from solution import _answer_again, _hash_of

FAILS = "simultaneous_payments_all_count"
SAYS = "no payment may overwrite another"

_alone = threading.Lock()


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """One thread at a time, in each process."""
    digest = _hash_of(request.payload)
    with _alone, sessions() as session:
        if session.get(HandledRequest, request.key) is not None:
            return _answer_again(session, request.key, digest)
        account = session.get(Account, request.payload["account"])
        if account is None:
            return WebhookResponse(404, {})
        account.balance_cents += request.payload["amount_cents"]
        body = {"account": account.name, "balance_cents": account.balance_cents}
        session.add(HandledRequest(key=request.key, payload_hash=digest, status=200, body=body))
        session.commit()
        return WebhookResponse(200, body)
