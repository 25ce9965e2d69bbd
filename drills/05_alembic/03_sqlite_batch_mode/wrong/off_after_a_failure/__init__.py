"""Switches enforcement on again only if all went well."""

FAILS = "enforcement_is_on_again"
SAYS = "after an upgrade that failed"
