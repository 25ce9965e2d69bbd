"""Sets PRAGMA foreign_keys inside a transaction, where it does nothing."""

FAILS = "children_survive_when_their_parent_is_rebuilt"
SAYS = "0 of 5 orders are left"
