"""Takes two spellings of one name for two names."""

from solution import *
from solution import _visible

FAILS = "the_model_converts_no_type"
SAYS = "two names that look the same"


RULES["display_name"] = TypeAdapter(
    Annotated[
        str,
        StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=40),
        AfterValidator(_visible),
    ]
)
