"""Rolls the whole transaction back because one name was taken."""

from solution import *
from solution import create_user as _good

FAILS = "a_taken_name_is_an_error_of_its_field"
SAYS = "what the caller had done before"


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """What the caller had done before is gone."""
    try:
        return _good(session, payload)
    except InvalidUser:
        session.rollback()
        raise
