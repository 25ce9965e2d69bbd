"""Thinks that `primary_key=True` speaks to the mapper only; it says that the table has the key."""

FAILS = "models_fit_the_legacy_schema"
SAYS = "primary key of LogVisit is none in the database and pers_no, at in the model"
