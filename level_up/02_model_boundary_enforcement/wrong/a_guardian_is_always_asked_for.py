"""Asks for a guardian wherever the age is below 16, also where it is too low to be an age."""

from solution import *
from solution import create_user as _good

FAILS = "all_errors_come_at_once"
SAYS = "was refused for ['age', 'bio', 'display_name', 'guardian'"


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """Whoever typed 5 for 50 is asked for a guardian."""
    try:
        return _good(session, payload)
    except InvalidUser as error:
        age, guardian = payload.get("age"), payload.get("guardian")
        if isinstance(age, int) and age < GUARDIAN_BELOW and guardian is None:
            raise InvalidUser({**error.errors, "guardian": "is needed"}) from None
        raise
