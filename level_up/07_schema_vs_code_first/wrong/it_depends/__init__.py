"""Leaves the decision to somebody else."""

FAILS = "the_choice_is_made_and_explained"
SAYS = "the choice is 'it depends'"
