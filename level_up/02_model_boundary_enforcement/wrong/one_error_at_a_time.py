"""Reports the first error, and the next one after it has been corrected."""

from solution import *
from solution import create_user as _good

FAILS = "all_errors_come_at_once"
SAYS = "wants to know all at once"


def create_user(session: Session, payload: dict[str, Any]) -> UserOut:
    """Six corrections take six attempts."""
    try:
        return _good(session, payload)
    except InvalidUser as error:
        raise InvalidUser(dict(list(error.errors.items())[:1])) from None
