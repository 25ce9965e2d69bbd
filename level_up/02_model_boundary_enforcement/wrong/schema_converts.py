"""Leaves the schema lax, for the model is strict: it gets what the schema has made of the value."""

from solution import *
from solution import _refusal, _store

FAILS = "the_schema_refuses_what_is_invalid"
SAYS = "create_user stored the age '30'"


class _Signup(SignupRequest):
    model_config = ConfigDict(strict=False)

    age: Annotated[int, Field(ge=LIMITS["age"].low, le=LIMITS["age"].high)]


SignupRequest = _Signup


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """A text comes in, and a number reaches the model."""
    try:
        request = SignupRequest.model_validate(payload)
    except ValidationError as error:
        raise _refusal(error) from None
    return _store(session, User(), request, request.password)
