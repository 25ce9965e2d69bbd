"""Measures what was given, not what will be stored."""

from solution import *
from solution import _to_nfc, _visible

FAILS = "the_model_converts_no_type"
SAYS = "of 49 characters was refused"


def _measure(value: Any) -> Any:
    if isinstance(value, str) and len(value) > LIMITS["display_name"].high:
        raise ValueError("too long")
    return value


RULES["display_name"] = TypeAdapter(
    Annotated[
        str,
        StringConstraints(strict=True, strip_whitespace=True, min_length=1),
        BeforeValidator(_measure),
        BeforeValidator(_to_nfc),
        AfterValidator(_visible),
    ]
)
