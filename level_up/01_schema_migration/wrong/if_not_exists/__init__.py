"""Takes the invalid index that a failed try has left for the real one."""

FAILS = "a_broken_index_is_built_anew"
SAYS = "an invalid index"
