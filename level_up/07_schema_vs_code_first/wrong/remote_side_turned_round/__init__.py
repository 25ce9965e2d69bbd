"""Takes the foreign key for the remote side: managers and reports change places."""

FAILS = "rows_are_read_under_the_names_of_the_brief"
SAYS = "the manager of person 2"
