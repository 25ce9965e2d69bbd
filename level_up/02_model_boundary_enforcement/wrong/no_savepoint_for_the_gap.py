"""Looks first, and where another was quicker rolls the caller's transaction back."""

from solution import *
from solution import _refusal
from sqlalchemy import select

FAILS = "a_name_may_be_taken_at_the_last_moment"
SAYS = "the user ann_1 is gone"


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """Mostly the look finds the name, and nothing has to be rolled back."""
    try:
        request = SignupRequest.model_validate(payload)
    except ValidationError as error:
        raise _refusal(error) from None
    if session.scalar(select(User.id).where(User.username == request.username)) is not None:
        raise InvalidUser({"username": "is taken"})
    values = {name: getattr(request, name) for name in RULES}
    user = User(**values, password_hash=hash_password(request.password))
    session.add(user)
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        raise InvalidUser({"username": "is taken"}) from None
    return UserOut.model_validate(user)
