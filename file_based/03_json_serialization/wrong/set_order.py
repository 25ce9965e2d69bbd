"""Thinks that a set has an order."""

from solution import *
from solution import _plain

FAILS = "the_same_value_gives_the_same_text"
SAYS = "the order of a set is another in every process"

FORMS[set] = ("set", lambda obj: [_plain(item) for item in obj])
