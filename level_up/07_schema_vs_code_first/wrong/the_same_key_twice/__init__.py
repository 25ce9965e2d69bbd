"""Gives both relationships to a person the same foreign key."""

FAILS = "rows_are_read_under_the_names_of_the_brief"
SAYS = "the seller and packer of order 1"
