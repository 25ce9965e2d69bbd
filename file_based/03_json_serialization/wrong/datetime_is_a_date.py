"""Thinks that isinstance(value, date) is true for dates only."""

from solution import *

FAILS = "values_without_a_form_are_tagged"
SAYS = "JSON has no form for this type"

FORMS[datetime] = ("date", lambda obj: f"{obj:%Y-%m-%d}")
