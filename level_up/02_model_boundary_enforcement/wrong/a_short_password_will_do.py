"""Takes a password of eight characters, as many forms do, and not the limit of the brief."""

from solution import *
from solution import _refusal, _store

FAILS = "the_schema_refuses_what_is_invalid"
SAYS = "create_user stored a password of 11 characters"


class _Signup(SignupRequest):
    password: str = Field(min_length=8, repr=False)


SignupRequest = _Signup


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """No layer below sees the password: what is let in here is in."""
    try:
        request = SignupRequest.model_validate(payload)
    except ValidationError as error:
        raise _refusal(error) from None
    return _store(session, User(), request, request.password)
