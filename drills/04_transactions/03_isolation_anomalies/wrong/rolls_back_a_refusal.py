"""Thinks that a call that does nothing should also leave no transaction behind."""

from solution import *
from solution import withdraw_safely as _good

FAILS = "withdrawals_never_overdraw"
SAYS = "the call returned False and what the caller had written before it was gone"


def withdraw_safely(session: Session, account_id: int, cents: int) -> bool:
    """What the caller has written before the call is lost."""
    taken = _good(session, account_id, cents)
    if not taken:
        session.rollback()
    return taken
