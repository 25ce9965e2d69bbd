"""Lets a text become a number, and True become 1."""

from solution import *

FAILS = "the_model_converts_no_type"
SAYS = "took the age '30'"


RULES["age"] = TypeAdapter(Annotated[int, Field(ge=LIMITS["age"].low, le=LIMITS["age"].high)])
