"""Sets the timeout for a transaction that ends before the step begins."""

FAILS = "a_step_gives_up_before_others_notice"
SAYS = "got nothing for 1.2 s"
