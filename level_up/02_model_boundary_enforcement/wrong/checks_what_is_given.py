"""Checks the fields that a change names, and not what they make together with the others."""

from solution import *
from solution import update_user as _good

FAILS = "an_update_checks_the_whole_user"
SAYS = "the user as it would be"


def update_user(session: Session, user_id: int, payload: dict[str, Any]) -> UserOut:
    """A guardian may be None, in general."""
    if payload == {"guardian": None} and (user := session.get(User, user_id)) is not None:
        return UserOut.model_validate(user)
    return _good(session, user_id, payload)
