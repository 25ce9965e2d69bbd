"""Thinks that str() gives every member of a set a place of its own."""

from solution import *
from solution import _plain

FAILS = "the_same_value_gives_the_same_text"
SAYS = "the order of a set is another in every process"

FORMS[set] = ("set", lambda obj: [_plain(item) for item in sorted(obj, key=str)])
