"""Thinks of what a guardian must not be, blank, and forgets that there is a longest one."""

from solution import *
from solution import _not_blank

FAILS = "the_model_refuses_at_once"
SAYS = "a guardian of 41 characters"

Endless = Annotated[str, StringConstraints(strict=True, min_length=1), AfterValidator(_not_blank)]
RULES["guardian"] = TypeAdapter(Endless | None)
