"""Makes a response from the present balance in place of keeping the first one."""

from solution import *
from solution import handle_webhook as _good

FAILS = "a_payment_is_credited_once"
SAYS = "must get the very response"


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """A repeated request gets the balance of today."""
    response = _good(sessions, request)
    if response.status != 200:
        return response
    with sessions() as session:
        account = session.get_one(Account, request.payload["account"])
        return WebhookResponse(
            200, {"account": account.name, "balance_cents": account.balance_cents}
        )
