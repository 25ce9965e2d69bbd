"""Makes the parent anew while foreign keys are enforced: its children go with it."""

FAILS = "children_survive_when_their_parent_is_rebuilt"
SAYS = "0 of 5 orders are left"
