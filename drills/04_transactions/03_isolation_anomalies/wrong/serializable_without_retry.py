"""Thinks that SERIALIZABLE is enough, and leaves its errors to nobody."""

from solution import *

FAILS = "withdrawals_never_overdraw"
SAYS = "SerializationFailure: the caller does not retry, and at READ COMMITTED"


def withdraw_safely(session: Session, account_id: int, cents: int) -> bool:
    """Right numbers, but the second caller gets an error."""
    session.connection(execution_options={"isolation_level": "SERIALIZABLE"})
    account = session.get(Account, account_id)
    if account is None or account.cents < cents:
        return False
    account.cents -= cents
    session.flush()
    return True
