"""Stores the password."""

from solution import *
from solution import create_user as _good

FAILS = "a_sign_up_is_stored"
SAYS = "the password itself was stored"


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """Whoever reads the table can sign in."""
    shown = _good(session, payload)
    session.get_one(User, shown.id).password_hash = payload["password"]
    session.flush()
    return shown
