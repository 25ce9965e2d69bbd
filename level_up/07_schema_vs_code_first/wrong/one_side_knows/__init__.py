"""Names the other side on one side only: the other way nothing is told."""

FAILS = "relationships_and_foreign_keys_agree"
SAYS = "was put into OrderLine.returns, and Return.line does not show it"
