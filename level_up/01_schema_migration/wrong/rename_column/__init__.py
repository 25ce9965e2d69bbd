"""Renames and retypes in one step: the version that runs knows nothing of it."""

FAILS = "expand_touches_no_row"
SAYS = "the old version, which still"
