"""Thinks that the members of a set can be compared with each other."""

from solution import *
from solution import _plain

FAILS = "values_without_a_form_are_tagged"
SAYS = "not supported between instances"

FORMS[set] = ("set", lambda obj: [_plain(item) for item in sorted(obj)])
