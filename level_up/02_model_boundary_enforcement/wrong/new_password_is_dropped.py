"""Changes the columns that a payload names, and `password` is none of them."""

from solution import *
from solution import update_user as _good

FAILS = "an_update_checks_the_whole_user"
SAYS = "the hash is still that of the old one"


def update_user(session: Session, user_id: int, payload: dict[str, Any]) -> UserOut:
    """The old password, which somebody may have stolen, goes on to work."""
    user = session.get(User, user_id)
    before = user.password_hash if user is not None else ""
    shown = _good(session, user_id, payload)
    session.get_one(User, user_id).password_hash = before
    session.flush()
    return shown
