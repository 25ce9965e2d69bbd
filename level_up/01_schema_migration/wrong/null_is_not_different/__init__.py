"""Compares with <>, which does not find NULL."""

FAILS = "reasons_not_to_contract"
SAYS = "one of them is NULL"
