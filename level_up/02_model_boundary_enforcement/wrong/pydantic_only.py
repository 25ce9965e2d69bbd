"""Validates what comes in from outside, and lets its own code assign anything."""

from solution import *

FAILS = "the_model_refuses_at_once"
SAYS = "the constructor of User took"


RULES.update(dict.fromkeys(RULES, TypeAdapter(Any)))
