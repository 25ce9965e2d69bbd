"""Asks for the guardian when the whole model is made, and it is made of good fields only."""

from pydantic import model_validator
from solution import *
from solution import _store

FAILS = "all_errors_come_at_once"
SAYS = "was refused for ['username'], wrong are ['guardian', 'username']"


class _Signup(SignupRequest):
    @field_validator("guardian")
    @classmethod
    def _is_needed(cls, value: str | None, info: ValidationInfo) -> str | None:
        return value

    @model_validator(mode="after")
    def _guarded(self) -> "_Signup":
        if self.age < GUARDIAN_BELOW and self.guardian is None:
            raise ValueError("is needed")
        return self


SignupRequest = _Signup


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """Whoever has corrected the username is sent back for the guardian."""
    try:
        request = SignupRequest.model_validate(payload)
    except ValidationError as error:
        found = error.errors(include_input=False)
        errors = {str(one["loc"][0]) if one["loc"] else "guardian": one["msg"] for one in found}
        raise InvalidUser(errors) from None
    return _store(session, User(), request, request.password)
