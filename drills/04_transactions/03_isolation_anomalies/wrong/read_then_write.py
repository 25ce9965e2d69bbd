"""Decides by what it has read, and writes when that may be old."""

from solution import *

FAILS = "withdrawals_never_overdraw"
SAYS = "two withdrawals of 60 from 100 at the same time returned [True, True] and left 40"


def withdraw_safely(session: Session, account_id: int, cents: int) -> bool:
    """The ORM sends the number that was computed here."""
    account = session.get(Account, account_id)
    if account is None or account.cents < cents:
        return False
    account.cents -= cents
    session.flush()
    return True
