"""Returns the object of the table as what goes out."""

from solution import *
from solution import create_user as _good

FAILS = "a_sign_up_is_stored"
SAYS = "create_user returned a User"


def create_user(session: Session, payload: dict[str, Any]) -> Any:
    """Every column goes out, the hash too."""
    shown = _good(session, payload)
    return session.get_one(User, shown.id)
