"""Switches enforcement off and never on again."""

FAILS = "enforcement_is_on_again"
SAYS = "on the given connection after an upgrade:"
