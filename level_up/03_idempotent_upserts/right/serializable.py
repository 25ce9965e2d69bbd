"""SERIALIZABLE: read and write as if alone; PostgreSQL refuses what was not, and it is retried."""

from solution import *
from solution import _answer_again, _hash_of
from sqlalchemy.exc import DBAPIError

SERIALIZATION_FAILURE = "40001"
UNIQUE_VIOLATION = "23505"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """Again and again, until nobody came between."""
    while True:
        try:
            return _try_once(sessions, request)
        except DBAPIError as error:
            code = getattr(error.orig, "pgcode", None)
            if code not in (SERIALIZATION_FAILURE, UNIQUE_VIOLATION):
                raise


def _try_once(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    digest = _hash_of(request.payload)
    with sessions() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "SERIALIZABLE"})
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
