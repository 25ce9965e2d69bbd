"""Keeps the cause, which shows what was sent."""

from solution import *
from solution import _refusal
from solution import create_user as _good

FAILS = "no_secret_comes_out"
SAYS = "the password is in the text of the exception ValidationError"


SignupRequest.model_config["hide_input_in_errors"] = False
SignupRequest.model_rebuild(force=True)


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """A traceback shows the cause too."""
    try:
        SignupRequest.model_validate(payload)
    except ValidationError as error:
        raise _refusal(error) from error
    return _good(session, payload)
