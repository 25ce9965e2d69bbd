"""Thinks that bytes are text in some encoding."""

from solution import *

FAILS = "values_without_a_form_are_tagged"
SAYS = "cannot be read by the rules of the brief"

FORMS[bytes] = ("bytes", lambda obj: obj.decode("latin-1"))
