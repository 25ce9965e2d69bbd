"""Checks each field alone, and leaves a rule of two fields to the table."""

from solution import *
from solution import create_user as _good

FAILS = "all_errors_come_at_once"
SAYS = "wrong are ['guardian', 'username']"


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """The table refuses, and nobody can tell from its error which field it was."""
    asked = dict(payload)
    is_unguarded = asked.get("age") == 15 and asked.get("guardian") is None
    if is_unguarded:
        asked["guardian"] = "?"
    shown = _good(session, asked)
    if is_unguarded:
        try:
            with session.begin_nested():
                session.get_one(User, shown.id).guardian = None
        except IntegrityError:
            raise InvalidUser({"username": "is taken"}) from None
    return shown
