"""Steps out of the transaction for the PRAGMA at the end, and does not step in again."""

FAILS = "enforcement_is_on_again"
SAYS = "autocommit of the driver's connection is True after an upgrade"
