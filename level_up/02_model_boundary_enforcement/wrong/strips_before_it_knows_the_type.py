"""Takes it that a bio is a text, and calls its methods."""

from solution import *

FAILS = "the_model_converts_no_type"
SAYS = "given the bio 5, raised AttributeError"


def _check(value: Any) -> Any:
    if value is not None and not (value.strip() and len(value) <= LIMITS["bio"].high):
        raise ValueError("is blank or too long")
    return value


RULES["bio"] = TypeAdapter(Annotated[Any, AfterValidator(_check)])
