"""Lets lines stay when their order goes or lets go of them: their key would be NULL."""

FAILS = "a_program_works_on_the_legacy_schema"
SAYS = "lines go with their order"
