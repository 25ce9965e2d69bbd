"""Thinks that a locked read refreshes an object that the session has loaded before."""

from solution import *

FAILS = "withdrawals_never_overdraw"
SAYS = "in a session that had loaded the account before, returned [True, True] and left 40"


def withdraw_safely(session: Session, account_id: int, cents: int) -> bool:
    """The row is locked and read, and the object keeps the values of its first load."""
    account = session.get(Account, account_id, with_for_update=True)
    if account is None or account.cents < cents:
        return False
    account.cents -= cents
    session.flush()
    return True
