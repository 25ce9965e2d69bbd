"""Takes the end of a savepoint for a commit: all batches are one transaction."""

FAILS = "backfill_can_be_killed"
SAYS = "each batch must be committed"
