"""Decides, and gives no reason."""

FAILS = "the_choice_is_made_and_explained"
SAYS = "the reason is ''"
