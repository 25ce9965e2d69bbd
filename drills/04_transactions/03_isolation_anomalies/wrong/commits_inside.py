"""Ends the transaction inside the function, so that the caller cannot take it back."""

from solution import *
from solution import withdraw_safely as _good

FAILS = "withdrawals_never_overdraw"
SAYS = "although the caller rolled back"


def withdraw_safely(session: Session, account_id: int, cents: int) -> bool:
    """Whatever the caller meant to do together with it is cut off."""
    taken = _good(session, account_id, cents)
    session.commit()
    return taken
