"""Is strict with what is stored, and lax with the password, which is not."""

from solution import *
from solution import _refusal, _store

FAILS = "the_schema_refuses_what_is_invalid"
SAYS = "create_user stored a password of bytes"


class _Signup(SignupRequest):
    password: str = Field(strict=False, min_length=12, repr=False)


SignupRequest = _Signup


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """Bytes come in, and the hash of a text is stored."""
    try:
        request = SignupRequest.model_validate(payload)
    except ValidationError as error:
        raise _refusal(error) from None
    return _store(session, User(), request, request.password)
