"""Waits for its lock as long as it takes, and everybody behind it waits as well."""

FAILS = "a_step_gives_up_before_others_notice"
SAYS = "got nothing for 1.2 s"
