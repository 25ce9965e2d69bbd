"""Thinks that a commit is harmless where nothing was changed, and frees the locks early."""

from solution import *
from solution import close_shift_safely as _good

FAILS = "a_shift_keeps_one_doctor"
SAYS = "the call returned False and what the caller had written before it was there"


def close_shift_safely(session: Session, doctor_id: int) -> bool:
    """What the caller has written before the call cannot be taken back any more."""
    closed = _good(session, doctor_id)
    if not closed:
        session.commit()
    return closed
