"""Asks whether a name is taken and then writes, with a gap between the two."""

from solution import *
from solution import _refusal
from sqlalchemy import select

FAILS = "a_name_may_be_taken_at_the_last_moment"
SAYS = "create_user raised IntegrityError"


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """Two who ask at once are both told that the name is free."""
    try:
        request = SignupRequest.model_validate(payload)
    except ValidationError as error:
        raise _refusal(error) from None
    if session.scalar(select(User.id).where(User.username == request.username)) is not None:
        raise InvalidUser({"username": "is taken"})
    values = {name: getattr(request, name) for name in RULES}
    user = User(**values, password_hash=hash_password(request.password))
    session.add(user)
    session.flush()
    return UserOut.model_validate(user)
