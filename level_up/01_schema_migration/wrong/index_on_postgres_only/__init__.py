"""Makes the index where it is difficult, and forgets it where it is easy."""

FAILS = "the_schema_is_what_the_models_say"
SAYS = "finds add_index to do"
