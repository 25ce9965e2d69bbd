"""Leaves the rule there on the way back."""

FAILS = "all_the_way_down_and_up"
SAYS = "belongs to 0003 alone"
