"""Takes no care of a broken index: its DROP locks the table like any other."""

FAILS = "a_broken_index_is_built_anew"
SAYS = "while 0003 waited to drop it, an INSERT got no lock"
