"""Compares cents with a product of binary fractions."""

FAILS = "reasons_not_to_contract"
SAYS = "there are reasons"
