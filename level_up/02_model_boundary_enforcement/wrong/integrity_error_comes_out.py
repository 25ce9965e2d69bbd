"""Lets the error of the database reach the caller."""

from solution import *
from solution import _refusal

FAILS = "a_taken_name_is_an_error_of_its_field"
SAYS = "IntegrityError"


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """The caller is told the name of an index."""
    try:
        request = SignupRequest.model_validate(payload)
    except ValidationError as error:
        raise _refusal(error) from None
    user = User(password_hash=hash_password(request.password))
    for name in RULES:
        setattr(user, name, getattr(request, name))
    session.add(user)
    session.flush()
    return UserOut.model_validate(user)
