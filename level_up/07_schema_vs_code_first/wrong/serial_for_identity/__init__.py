"""Takes a serial number for an identity column: anybody may write it."""

FAILS = "create_all_makes_the_target"
SAYS = "IDENTITY"
