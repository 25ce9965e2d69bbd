"""Takes a batch that found nothing to do for the end of the table."""

FAILS = "backfill_gives_way_to_the_app"
SAYS = "were not filled"
