"""Puts what was sent into the error."""

from solution import *
from solution import create_user as _good

FAILS = "no_secret_comes_out"
SAYS = "the password is in the text of the exception InvalidUser"


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """The password is in every log."""
    try:
        return _good(session, payload)
    except InvalidUser as error:
        errors = {name: f"{text}: {payload.get(name)!r}" for name, text in error.errors.items()}
        raise InvalidUser(errors) from None
