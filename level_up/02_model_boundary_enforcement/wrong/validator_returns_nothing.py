"""Checks the value and forgets to return it."""

from solution import *

FAILS = "the_model_refuses_at_once"
SAYS = "its username is None: what a validator returns is stored"


def _check(value: Any) -> Any:
    if value is None:
        raise ValueError("is needed")


RULES["username"] = TypeAdapter(Annotated[Any, AfterValidator(_check)])
