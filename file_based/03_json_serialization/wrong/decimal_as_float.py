"""Thinks that a Decimal is a number like any other."""

from solution import *

FAILS = "values_without_a_form_are_tagged"
SAYS = "Decimal('0.10') was written as"

FORMS[Decimal] = ("decimal", float)
