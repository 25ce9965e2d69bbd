"""Lets characters in that nobody sees."""

from solution import *
from solution import _to_nfc

FAILS = "the_model_converts_no_type"
SAYS = "zero-width"


RULES["display_name"] = TypeAdapter(
    Annotated[
        str,
        StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=40),
        BeforeValidator(_to_nfc),
    ]
)
