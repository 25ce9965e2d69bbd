"""Looks for the username before it has looked at the payload."""

from solution import *
from solution import create_user as _good
from sqlalchemy import select

FAILS = "all_errors_come_at_once"
SAYS = "statements were sent"


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """Every wrong payload costs a query."""
    session.scalar(select(User.id).where(User.username == payload.get("username")))
    return _good(session, payload)
