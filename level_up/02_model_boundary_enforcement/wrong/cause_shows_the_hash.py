"""Keeps the error of the database as the cause, and its text shows the hash."""

from solution import *
from solution import _refusal

FAILS = "no_secret_comes_out"
SAYS = "the password hash is in the text of the exception IntegrityError"


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """SQLAlchemy shows the parameters of a statement in its error."""
    try:
        request = SignupRequest.model_validate(payload)
    except ValidationError as error:
        raise _refusal(error) from None
    values = {name: getattr(request, name) for name in RULES}
    user = User(**values, password_hash=hash_password(request.password))
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        raise InvalidUser({"username": "is taken"}) from error
    return UserOut.model_validate(user)
